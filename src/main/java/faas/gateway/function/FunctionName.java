package faas.gateway.function;

import java.util.Set;

/**
 * The name a function is called by: the path's first segment, or the one after {@code /lambda/} or {@code /function/}.
 *
 * @param value 1–63 of letters, digits, {@code -}, {@code _} and {@code .}, beginning with a letter or digit
 */
public record FunctionName(String value) {
    /** The longest name, that of a DNS label. */
    public static final int MAX_LENGTH = 63;

    /** First path segments that mean something else to the gateway, now or in a coming API. */
    public static final Set<String> RESERVED =
            Set.of("lambda", "function", "async-function", "system", "ui", "healthz", "readyz", "metrics");

    /** @throws IllegalArgumentException with a sentence that says what to write instead */
    public FunctionName {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a name is 1–" + MAX_LENGTH
                    + " letters, digits, '-', '_' or '.', and begins with a letter or digit");
        }
        if (RESERVED.contains(value)) {
            throw new IllegalArgumentException("the name is taken by a path of the gateway; choose another than "
                    + String.join(", ", RESERVED.stream().sorted().toList()));
        }
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
