package faas.gateway.fuzz;

/** The Huffman code of HPACK (RFC 7541 Appendix B), which is canonical: the lengths of its codes say all of it. */
final class Huffman {
    private static final int SYMBOLS = 257;
    private static final int MAX_BITS = 30;

    /** Bits of the code of each byte, and of the end of a string. */
    private static final int[] BITS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    };

    private final int[] first = new int[MAX_BITS + 2];
    private final int[] start = new int[MAX_BITS + 2];
    private final int[] symbols = new int[SYMBOLS];

    Huffman() {
        int code = 0;
        int at = 0;
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            first[bits] = code;
            start[bits] = at;
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (BITS[symbol] == bits) {
                    symbols[at++] = symbol;
                    code++;
                }
            }
            code <<= 1;
        }
        start[MAX_BITS + 1] = at;
        if (code != 1 << (MAX_BITS + 1)) {
            throw new IllegalStateException("the lengths are not those of a complete code");
        }
    }

    /** The text behind these bytes; the padding at the end is left out. */
    String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int code = 0;
        int bits = 0;
        for (int i = 0; i < bytes.length * 8; i++) {
            code = code << 1 | (bytes[i / 8] >> (7 - i % 8) & 1);
            bits++;
            int index = start[bits] + code - first[bits];
            if (index < start[bits + 1]) {
                text.append((char) symbols[index]);
                code = 0;
                bits = 0;
            }
        }
        return text.toString();
    }
}
