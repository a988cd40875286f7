package faas.gateway.log;

/** A duration in milliseconds with three decimals. */
public final class MillisText {
    private MillisText() {}

    public static void append(StringBuilder line, long nanos) {
        long micros = nanos / 1_000;
        line.append(micros / 1_000)
                .append('.')
                .append((char) ('0' + micros / 100 % 10))
                .append((char) ('0' + micros / 10 % 10))
                .append((char) ('0' + micros % 10));
    }
}
