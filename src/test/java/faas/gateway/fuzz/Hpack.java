package faas.gateway.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Compressed fields (RFC 7541): literals for what is sent, which may say anything, and all of it for what is received. */
final class Hpack {
    private static final String[] STATIC = """
            :authority|:method GET|:method POST|:path /|:path /index.html|:scheme http|:scheme https|:status 200\
            |:status 204|:status 206|:status 304|:status 400|:status 404|:status 500|accept-charset\
            |accept-encoding gzip, deflate|accept-language|accept-ranges|accept|access-control-allow-origin|age|allow\
            |authorization|cache-control|content-disposition|content-encoding|content-language|content-length\
            |content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match\
            |if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards\
            |proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|set-cookie\
            |strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate""".split("\\|", -1);

    private final Huffman huffman = new Huffman();
    private final List<Field> dynamic = new ArrayList<>();
    private int maxBytes = 4096;

    /** Literals without indexing, neither checked nor changed. */
    static byte[] encode(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : fields) {
            out.write(0);
            string(out, field.name());
            string(out, field.value());
        }
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        int length = text.length();
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                out.write((length & 127) | 128);
            }
            out.write(length);
        }
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The fields of a whole block. */
    List<Field> decode(String block) {
        ByteBuffer in = ByteBuffer.wrap(block.getBytes(StandardCharsets.ISO_8859_1));
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            int first = in.get(in.position()) & 0xff;
            if (first >= 0x80) {
                fields.add(entry(number(in, 7)));
            } else if (first >= 0x40) {
                Field field = literal(in, 6);
                dynamic.addFirst(field);
                evict();
                fields.add(field);
            } else if (first >= 0x20) {
                maxBytes = number(in, 5);
                evict();
            } else {
                fields.add(literal(in, 4));
            }
        }
        return fields;
    }

    private Field literal(ByteBuffer in, int bits) {
        int index = number(in, bits);
        String name = index == 0 ? string(in) : entry(index).name();
        return new Field(name, string(in));
    }

    private void evict() {
        int bytes = 0;
        for (int i = 0; i < dynamic.size(); i++) {
            bytes += dynamic.get(i).name().length() + dynamic.get(i).value().length() + 32;
            if (bytes > maxBytes) {
                dynamic.subList(i, dynamic.size()).clear();
                return;
            }
        }
    }

    private Field entry(int index) {
        if (index > STATIC.length) {
            return dynamic.get(index - STATIC.length - 1);
        }
        String[] words = STATIC[index - 1].split(" ", 2);
        return new Field(words[0], words.length > 1 ? words[1] : "");
    }

    private static int number(ByteBuffer in, int bits) {
        int max = (1 << bits) - 1;
        int number = in.get() & max;
        if (number < max) {
            return number;
        }
        int shift = 0;
        int next;
        do {
            next = in.get() & 0xff;
            number += (next & 127) << shift;
            shift += 7;
        } while (next >= 128);
        return number;
    }

    private String string(ByteBuffer in) {
        boolean coded = (in.get(in.position()) & 0x80) != 0;
        byte[] bytes = new byte[number(in, 7)];
        in.get(bytes);
        return coded ? huffman.decode(bytes) : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
