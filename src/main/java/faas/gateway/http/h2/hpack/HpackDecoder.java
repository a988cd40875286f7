package faas.gateway.http.h2.hpack;

import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes the field blocks of one connection (RFC 7541). Used on one IO thread. */
public final class HpackDecoder {
    /** The size of the dynamic table that a peer may use: the default of SETTINGS_HEADER_TABLE_SIZE. */
    static final int TABLE_BYTES = 4096;

    /** Receives the decoded fields, in order. */
    public interface Receiver {
        void field(HttpString name, String value);
    }

    private final HpackDynamicTable table = new HpackDynamicTable(TABLE_BYTES);
    private byte[] scratch = new byte[256];
    private byte[] block = {};
    private int at;
    private int end;

    /** Decodes a complete block. */
    public void decode(byte[] bytes, int length, Receiver to) throws HpackException {
        block = bytes;
        at = 0;
        end = length;
        boolean fieldSeen = false;
        while (at < end) {
            int first = block[at] & 0xff;
            if ((first & 0xe0) == 0x20) {
                if (fieldSeen) {
                    throw new HpackException("the table size changes within a block");
                }
                resize();
                continue;
            }
            fieldSeen = true;
            if ((first & 0x80) != 0) {
                indexed(integer(7), to);
            } else if ((first & 0x40) != 0) {
                HttpString name = name(6);
                String value = string();
                table.add(name, value);
                to.field(name, value);
            } else {
                HttpString name = name(4);
                to.field(name, string());
            }
        }
    }

    private void resize() throws HpackException {
        int size = integer(5);
        if (size > TABLE_BYTES) {
            throw new HpackException("a table size of " + size + " bytes is not allowed");
        }
        table.resize(size);
    }

    private void indexed(int index, Receiver to) throws HpackException {
        if (index == 0 || index > HpackStaticTable.SIZE + table.count()) {
            throw new HpackException("the table has no entry " + index);
        }
        if (index <= HpackStaticTable.SIZE) {
            to.field(HpackStaticTable.name(index), HpackStaticTable.value(index));
        } else {
            int dynamic = index - HpackStaticTable.SIZE;
            to.field(table.name(dynamic), table.value(dynamic));
        }
    }

    private HttpString name(int prefixBits) throws HpackException {
        int index = integer(prefixBits);
        if (index == 0) {
            // HttpString refuses line ends. With spaces instead, the name is refused like any other that is not a
            // token.
            return new HttpString(string().replace('\r', ' ').replace('\n', ' '));
        }
        if (index <= HpackStaticTable.SIZE) {
            return HpackStaticTable.name(index);
        }
        if (index > HpackStaticTable.SIZE + table.count()) {
            throw new HpackException("the table has no entry " + index);
        }
        return table.name(index - HpackStaticTable.SIZE);
    }

    /** An integer with a prefix of this many bits (§5.1). One that could overflow is refused. */
    private int integer(int prefixBits) throws HpackException {
        int mask = (1 << prefixBits) - 1;
        int value = next() & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; shift <= 21; shift += 7) {
            int more = next();
            value += (more & 0x7f) << shift;
            if ((more & 0x80) == 0) {
                return value;
            }
        }
        throw new HpackException("an integer is too large");
    }

    private int next() throws HpackException {
        if (at == end) {
            throw new HpackException("a block ends within a field");
        }
        return block[at++] & 0xff;
    }

    private String string() throws HpackException {
        boolean huffmanCoded = at < end && (block[at] & 0x80) != 0;
        int length = integer(7);
        if (length > end - at) {
            throw new HpackException("a block ends within a string");
        }
        int start = at;
        at += length;
        if (!huffmanCoded) {
            return new String(block, start, length, StandardCharsets.ISO_8859_1);
        }
        int max = Huffman.maxBytes(length);
        if (scratch.length < max) {
            scratch = Arrays.copyOf(scratch, Math.max(max, 2 * scratch.length));
        }
        int decoded = Huffman.decode(block, start, at, scratch);
        return new String(scratch, 0, decoded, StandardCharsets.ISO_8859_1);
    }
}
