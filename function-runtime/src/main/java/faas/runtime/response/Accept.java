package faas.runtime.response;

import java.util.Locale;

/** What a client's {@code Accept} says of the two forms that a text can have here. */
public final class Accept {

    private Accept() {}

    /** It names JSON, and does not like plain text better. */
    public static boolean asksForJson(String accept) {
        double json = quality(accept, "application/json");
        return json > 0 && json >= quality(accept, "text/plain");
    }

    /** It names plain text, and does not like JSON better. */
    public static boolean asksForText(String accept) {
        double text = quality(accept, "text/plain");
        return text > 0 && text > quality(accept, "application/json");
    }

    /** The weight of a media type that is named; wildcards name nothing. */
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
