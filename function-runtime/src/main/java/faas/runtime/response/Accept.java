package faas.runtime.response;

import java.util.Locale;

/** Preferences of a request between JSON and plain text, from its {@code Accept} header. */
public final class Accept {

    private Accept() {}

    /** JSON is named and not less preferred than plain text. */
    public static boolean asksForJson(String accept) {
        double json = quality(accept, "application/json");
        return json > 0 && json >= quality(accept, "text/plain");
    }

    /** Plain text is named and preferred to JSON. */
    public static boolean asksForText(String accept) {
        double text = quality(accept, "text/plain");
        return text > 0 && text > quality(accept, "application/json");
    }

    /** The weight of a media type that is named explicitly. Wildcards do not count. */
    private static double quality(String accept, String mediaType) {
        if (accept.isEmpty()) {
            return 0;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().equals(mediaType)) {
                return weight(parts);
            }
        }
        return 0;
    }

    private static double weight(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException malformed) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
