package faas.gateway.http1;

import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Caches the names of fields, and the last value of each, so that similar messages need no new objects. Further names replace
 * others. Used on one IO thread.
 */
final class FieldCache {
    /** A power of two. Services use about ten names of fields each. */
    private static final int SLOTS = 256;

    /** A longer value is unlikely to repeat. */
    private static final int MAX_VALUE_BYTES = 64;

    private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];

    /** One name, as it was spelt. */
    static final class Slot {
        private final byte[] raw;
        private final HttpString name;
        private byte[] rawValue = {};
        private String value = "";

        private Slot(byte[] raw) {
            this.raw = raw;
            this.name = new HttpString(raw);
        }

        HttpString name() {
            return name;
        }

        String value(byte[] bytes, int from, int to) {
            if (Arrays.equals(rawValue, 0, rawValue.length, bytes, from, to)) {
                return value;
            }
            String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            if (to - from <= MAX_VALUE_BYTES) {
                rawValue = Arrays.copyOfRange(bytes, from, to);
                value = text;
            }
            return text;
        }
    }

    Slot slot(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int at = (hash ^ hash >>> 16) & SLOTS - 1;
        Slot known = slots[at];
        if (known != null && Arrays.equals(known.raw, 0, known.raw.length, bytes, from, to)) {
            return known;
        }
        Slot created = new Slot(Arrays.copyOfRange(bytes, from, to));
        slots[at] = created;
        return created;
    }
}
