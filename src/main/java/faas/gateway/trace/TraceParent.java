package faas.gateway.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of the field {@code traceparent} (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits in lower case, not all zero
 * @param spanId the span of the sender: 16 such digits
 * @param sampled whether the sender may have recorded the trace
 * @param text the whole value
 */
public record TraceParent(String traceId, String spanId, boolean sampled, String text) {
    /** Version 00 has four parts; a later version may have more. */
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final int MAX_LENGTH = 256;
    private static final int SAMPLED = 1;

    /** Parses a value; empty if it is invalid. */
    public static Optional<TraceParent> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String version = parts.group(1);
        boolean valid = !version.equals("ff")
                && (parts.group(5) == null || !version.equals("00"))
                && !isZero(parts.group(2))
                && !isZero(parts.group(3));
        boolean sampled = (Integer.parseInt(parts.group(4), 16) & SAMPLED) != 0;
        return valid ? Optional.of(new TraceParent(parts.group(2), parts.group(3), sampled, text)) : Optional.empty();
    }

    /** The value for a span of the gateway, in version 00. */
    static TraceParent of(String traceId, String spanId, boolean sampled) {
        return new TraceParent(traceId, spanId, sampled, "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00"));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }
}
