package faas.gateway.http.h2.hpack;

import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes the field blocks of one connection (RFC 7541). Used on one IO thread. */
public final class HpackDecoder {
    /** What a peer may use of the dynamic table; the default of SETTINGS_HEADER_TABLE_SIZE. */
    static final int TABLE_BYTES = 4096;

    /** Is given each field in turn. */
    public interface Receiver {
        void field(HttpString name, String value);
    }

    private final HpackDynamicTable table = new HpackDynamicTable(TABLE_BYTES);
    private byte[] scratch = new byte[256];
    private byte[] block = {};
    private int at;
    private int end;

    /** Decodes a whole block. */
    public void decode(byte[] bytes, int length, Receiver to) throws HpackException {
        block = bytes;
        at = 0;
        end = length;
        boolean begun = false;
        while (at < end) {
            int first = block[at] & 0xff;
            if ((first & 0xe0) == 0x20) {
                if (begun) {
                    throw new HpackException("the size of the table changes within a block");
                }
                resize();
                continue;
            }
            begun = true;
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
            throw new HpackException("the table is to have " + size + " bytes");
        }
        table.resize(size);
    }

    private void indexed(int index, Receiver to) throws HpackException {
        if (index == 0 || index > HpackStaticTable.SIZE + table.count()) {
            throw new HpackException("there is no field " + index);
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
            // A name with a line end cannot be made at all; with blanks it is refused as any other that is no token.
            return new HttpString(string().replace('\r', ' ').replace('\n', ' '));
        }
        if (index <= HpackStaticTable.SIZE) {
            return HpackStaticTable.name(index);
        }
        if (index > HpackStaticTable.SIZE + table.count()) {
            throw new HpackException("there is no field " + index);
        }
        return table.name(index - HpackStaticTable.SIZE);
    }

    /** A number that begins in the last bits of a byte (§5.1); never as large as to overflow. */
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
        throw new HpackException("a number is too large");
    }

    private int next() throws HpackException {
        if (at == end) {
            throw new HpackException("a block ends within a field");
        }
        return block[at++] & 0xff;
    }

    private String string() throws HpackException {
        boolean coded = at < end && (block[at] & 0x80) != 0;
        int length = integer(7);
        if (length > end - at) {
            throw new HpackException("a block ends within a string");
        }
        int start = at;
        at += length;
        if (!coded) {
            return new String(block, start, length, StandardCharsets.ISO_8859_1);
        }
        int most = Huffman.maxBytes(length);
        if (scratch.length < most) {
            scratch = Arrays.copyOf(scratch, Math.max(most, 2 * scratch.length));
        }
        int decoded = Huffman.decode(block, start, at, scratch);
        return new String(scratch, 0, decoded, StandardCharsets.ISO_8859_1);
    }
}
