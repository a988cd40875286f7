package faas.gateway.http.h2.hpack;

import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.Set;

/** Encodes the field blocks of one connection (RFC 7541), into memory that it reuses. Used on one IO thread. */
public final class HpackEncoder {
    /** Limits the table even if the peer allows more, so that searching it stays cheap. */
    private static final int MAX_TABLE_BYTES = 4096;

    /** A longer value is unlikely to repeat. */
    private static final int MAX_INDEXED_CHARS = 96;

    /** Fields that change with each response: indexing them would only evict others. */
    private static final Set<HttpString> NOT_INDEXED = Set.of(
            Headers.CONTENT_LENGTH,
            Headers.DATE,
            Headers.ETAG,
            Headers.LAST_MODIFIED,
            Headers.LOCATION,
            new HttpString("x-call-id"));

    /** Secrets are not indexed, so that they cannot be guessed by probing the table (§7.1.3). */
    private static final Set<HttpString> NEVER_INDEXED = Set.of(Headers.SET_COOKIE, Headers.AUTHORIZATION);

    private final HpackDynamicTable table = new HpackDynamicTable(MAX_TABLE_BYTES);
    private byte[] block = new byte[512];
    private int length;
    private int minTableBytes = MAX_TABLE_BYTES;
    private boolean resized;

    /** Sets the table size that the peer allows. */
    public void maxTableBytes(long bytes) {
        int max = (int) Math.min(bytes, MAX_TABLE_BYTES);
        if (max != table.maxBytes()) {
            minTableBytes = Math.min(max, resized ? minTableBytes : max);
            table.resize(max);
            resized = true;
        }
    }

    /** Begins a block. */
    public void begin() {
        length = 0;
        if (resized) {
            if (minTableBytes < table.maxBytes()) {
                integer(0x20, 5, minTableBytes);
            }
            integer(0x20, 5, table.maxBytes());
            resized = false;
        }
    }

    /** The encoded block; valid up to {@link #length}. */
    public byte[] block() {
        return block;
    }

    public int length() {
        return length;
    }

    public void status(int status) {
        int number = switch (status) {
            case 200 -> 8;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
        if (number > 0) {
            integer(0x80, 7, number);
        } else {
            integer(0, 4, 8);
            string(Integer.toString(status));
        }
    }

    public void fields(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            field(fields.name(i), fields.value(i));
        }
    }

    public void field(HttpString name, String value) {
        if (NEVER_INDEXED.contains(name)) {
            literal(0x10, 4, name, value);
            return;
        }
        if (value.length() > MAX_INDEXED_CHARS || NOT_INDEXED.contains(name)) {
            literal(0, 4, name, value);
            return;
        }
        int index = find(name, value);
        if (index > 0) {
            integer(0x80, 7, HpackStaticTable.SIZE + index);
            return;
        }
        if (HpackDynamicTable.size(name, value) > table.maxBytes()) {
            literal(0, 4, name, value);
            return;
        }
        literal(0x40, 6, name, value);
        table.add(name, value);
    }

    private int find(HttpString name, String value) {
        for (int i = 1; i <= table.count(); i++) {
            if (table.value(i).equals(value) && table.name(i).equals(name)) {
                return i;
            }
        }
        return 0;
    }

    private void literal(int pattern, int prefixBits, HttpString name, String value) {
        int number = HpackStaticTable.number(name);
        integer(pattern, prefixBits, number);
        if (number == 0) {
            name(name);
        }
        string(value);
    }

    private void name(HttpString name) {
        integer(0, 7, name.length());
        ensureRoom(name.length());
        for (int i = 0; i < name.length(); i++) {
            byte b = name.byteAt(i);
            block[length++] = b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
        }
    }

    /** The only method of a string that copies Latin-1 without allocating an array. */
    @SuppressWarnings("deprecation")
    private void string(String text) {
        integer(0, 7, text.length());
        ensureRoom(text.length());
        text.getBytes(0, text.length(), block, length);
        length += text.length();
    }

    private void integer(int pattern, int prefixBits, int value) {
        ensureRoom(6);
        int mask = (1 << prefixBits) - 1;
        if (value < mask) {
            block[length++] = (byte) (pattern | value);
            return;
        }
        block[length++] = (byte) (pattern | mask);
        int left = value - mask;
        while (left >= 0x80) {
            block[length++] = (byte) ((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        block[length++] = (byte) left;
    }

    private void ensureRoom(int more) {
        if (length + more > block.length) {
            block = Arrays.copyOf(block, Math.max(length + more, 2 * block.length));
        }
    }
}
