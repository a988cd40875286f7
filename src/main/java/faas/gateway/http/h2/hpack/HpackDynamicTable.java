package faas.gateway.http.h2.hpack;

import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The dynamic table: recent fields, as many as fit (RFC 7541 §2.3.2, §4). Not thread-safe. */
final class HpackDynamicTable {
    /** The overhead of an entry beyond its name and value (§4.1). */
    private static final int ENTRY_BYTES = 32;

    private @Nullable HttpString[] names = new @Nullable HttpString[16];
    private @Nullable String[] values = new @Nullable String[16];
    private int oldest;
    private int count;
    private int bytes;
    private int maxBytes;

    HpackDynamicTable(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int count() {
        return count;
    }

    int maxBytes() {
        return maxBytes;
    }

    /** @param index 1 for the newest */
    HttpString name(int index) {
        return Objects.requireNonNull(names[slot(index)]);
    }

    String value(int index) {
        return Objects.requireNonNull(values[slot(index)]);
    }

    private int slot(int index) {
        return (oldest + count - index) % names.length;
    }

    void resize(int max) {
        maxBytes = max;
        evict();
    }

    static int size(HttpString name, String value) {
        return name.length() + value.length() + ENTRY_BYTES;
    }

    void add(HttpString name, String value) {
        int size = size(name, value);
        if (size > maxBytes) {
            while (count > 0) {
                removeOldest();
            }
            return;
        }
        if (count == names.length) {
            grow();
        }
        int slot = (oldest + count) % names.length;
        names[slot] = name;
        values[slot] = value;
        count++;
        bytes += size;
        evict();
    }

    private void grow() {
        int length = names.length;
        @Nullable HttpString[] moreNames = Arrays.copyOf(names, 2 * length);
        @Nullable String[] moreValues = Arrays.copyOf(values, 2 * length);
        for (int i = 0; i < count; i++) {
            moreNames[i] = names[(oldest + i) % length];
            moreValues[i] = values[(oldest + i) % length];
        }
        names = moreNames;
        values = moreValues;
        oldest = 0;
    }

    private void evict() {
        while (bytes > maxBytes) {
            removeOldest();
        }
    }

    private void removeOldest() {
        bytes -= size(name(count), value(count));
        names[oldest] = null;
        values[oldest] = null;
        oldest = (oldest + 1) % names.length;
        count--;
    }
}
