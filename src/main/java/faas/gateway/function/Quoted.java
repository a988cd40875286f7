package faas.gateway.function;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Untrusted text, made safe for a message: {@link #toString} returns it in double quotes, on one line, and truncated.
 *
 * @param raw the original text
 */
public record Quoted(String raw) {
    private static final int MAX_LENGTH = 200;
    private static final String CUT = "…";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]{1," + MAX_LENGTH + "}");

    /** The text in double quotes, with control characters escaped, truncated to {@value #MAX_LENGTH} characters. */
    @Override
    public String toString() {
        StringBuilder quoted = new StringBuilder(raw.length() + 2).append('"');
        raw.chars().limit(MAX_LENGTH).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append(raw.length() > MAX_LENGTH ? CUT + "\"" : "\"").toString();
    }

    /** A name, in quotes if it has unusual characters. */
    public static String name(String name) {
        return PLAIN.matcher(name).matches() ? name : new Quoted(name).toString();
    }

    /** Likewise of a message that names its cause last: truncated to its end. */
    public static String end(String message) {
        String quoted = new Quoted(message.substring(Math.max(0, message.length() - MAX_LENGTH))).toString();
        return message.length() > MAX_LENGTH ? "\"" + CUT + quoted.substring(1) : quoted;
    }

    /** Names as a list: {@code a, b and c}. */
    public static String all(Collection<String> names) {
        return list(names, " and ");
    }

    /** Names as alternatives: {@code a, b or c}. */
    public static String oneOf(Collection<String> names) {
        return list(names, " or ");
    }

    private static String list(Collection<String> names, String beforeLast) {
        List<String> quoted = names.stream().map(Quoted::name).toList();
        int last = quoted.size() - 1;
        return last < 1
                ? String.join("", quoted)
                : String.join(", ", quoted.subList(0, last)) + beforeLast + quoted.get(last);
    }
}
