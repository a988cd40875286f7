package faas.gateway.trace;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids of traces and spans: the sequence SplitMix64, which repeats no value. Thread-safe. */
final class SpanIds {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;

    /** @param seed makes the ids differ from those of other gateways and earlier runs */
    SpanIds(long seed) {
        state = new AtomicLong(seed);
    }

    String traceId() {
        return digits() + digits();
    }

    String spanId() {
        return digits();
    }

    private String digits() {
        long number;
        do {
            number = mixed(state.addAndGet(GAMMA));
        } while (number == 0);
        return HexFormat.of().toHexDigits(number);
    }

    private static long mixed(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
