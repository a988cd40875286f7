package faas.gateway.function;

import java.util.Set;

/**
 * The name of a function: the first segment of a call's path, or the one after {@code /lambda/} or {@code /function/}.
 *
 * @param value 1–63 letters, digits, {@code -}, {@code _} or {@code .}, the first a letter or digit
 */
public record FunctionName(String value) {
    /** The length of a DNS label. */
    public static final int MAX_LENGTH = 63;

    /** First path segments that the gateway uses itself, or reserves for a later API. */
    public static final Set<String> RESERVED =
            Set.of("lambda", "function", "async-function", "system", "ui", "healthz", "readyz", "metrics");

    /** @throws IllegalArgumentException with a sentence that says what to write instead */
    public FunctionName {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a name is 1–" + MAX_LENGTH
                    + " letters, digits, '-', '_' or '.', and begins with a letter or digit");
        }
        if (RESERVED.contains(value)) {
            throw new IllegalArgumentException("the name is reserved; choose a name other than "
                    + String.join(", ", RESERVED.stream().sorted().toList()));
        }
    }

    /** Whether a text is such a name. */
    public static boolean isValid(String text) {
        return isWellFormed(text) && !RESERVED.contains(text);
    }

    private static boolean isWellFormed(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !isLetterOrDigit(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
