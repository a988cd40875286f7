package faas.gateway.discovery;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Text from outside, made fit for a log line: in one line, and not too long. */
final class Quoted {
    private static final int MAX_LENGTH = 200;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._/-]{1," + MAX_LENGTH + "}");

    private Quoted() {}

    /** The text in double quotes, control characters escaped; cut after {@value #MAX_LENGTH} characters. */
    static String text(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.chars().limit(MAX_LENGTH).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append(text.length() > MAX_LENGTH ? "…\"" : "\"").toString();
    }

    /** A name as it is, or in quotes if it is not the plain word it should be. */
    static String name(String name) {
        return HARMLESS.matcher(name).matches() ? name : text(name);
    }

    /** Names as a list in a sentence: {@code a, b and c}. */
    static String all(Collection<String> names) {
        return list(names, " and ");
    }

    /** Names as a choice in a sentence: {@code a, b or c}. */
    static String oneOf(Collection<String> names) {
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
