package faas.gateway.http.h2.hpack;

import java.util.Arrays;

/** The Huffman code of HPACK (RFC 7541 §5.2, appendix B), decoded four bits at a time. */
final class Huffman {
    /**
     * The length of each symbol's code, from the one of byte 0 to that of the end of the string; {@code A} stands for 5 bits.
     * The code is canonical, so its lengths define it.
     */
    private static final String LENGTHS =
            "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCC"
                    + "CCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIXPRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRSVVPORSRUVVVWW"
                    + "VTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private static final int SHORTEST = 5;
    private static final int END_OF_STRING = 256;
    private static final int ROOT = 0;

    /** Inner nodes of the code's tree: one less than symbols. */
    private static final int NODES = 256;

    /** For each node and each four bits: the next node, and in the upper half the decoded symbol plus one; 0 for none. */
    private static final int[] STEPS = new int[NODES * 16];

    /** Nodes at which a string may end: the padding since the last symbol is at most seven bits, all ones (§5.2). */
    private static final boolean[] MAY_END = new boolean[NODES];

    private static final int FAILURE = -1;

    static {
        int[][] children = tree();
        for (int node = 0; node < NODES; node++) {
            for (int bits = 0; bits < 16; bits++) {
                STEPS[node * 16 + bits] = step(children, node, bits);
            }
        }
        int node = ROOT;
        for (int ones = 0; ones < 8; ones++) {
            MAY_END[node] = true;
            node = children[node][1];
        }
    }

    private Huffman() {}

    /** Two children for each node. A symbol is stored as its complement. */
    private static int[][] tree() {
        int[][] children = new int[NODES][2];
        for (int[] pair : children) {
            Arrays.fill(pair, ROOT);
        }
        int made = 1;
        int code = 0;
        for (int length = 1; length <= 30; length++) {
            code <<= 1;
            for (int symbol = 0; symbol < LENGTHS.length(); symbol++) {
                if (LENGTHS.charAt(symbol) - 'A' + SHORTEST != length) {
                    continue;
                }
                int node = ROOT;
                for (int bit = length - 1; bit > 0; bit--) {
                    int side = code >> bit & 1;
                    if (children[node][side] == ROOT) {
                        children[node][side] = made++;
                    }
                    node = children[node][side];
                }
                children[node][code & 1] = ~symbol;
                code++;
            }
        }
        return children;
    }

    private static int step(int[][] children, int from, int bits) {
        int node = from;
        int symbol = 0;
        for (int bit = 3; bit >= 0; bit--) {
            int next = children[node][bits >> bit & 1];
            if (next < 0) {
                if (~next == END_OF_STRING) {
                    return FAILURE;
                }
                symbol = ~next + 1;
                next = ROOT;
            }
            node = next;
        }
        return symbol << 16 | node;
    }

    /**
     * Decodes a string.
     *
     * @param to must have room for {@link #maxBytes} of the encoded length
     * @return the length of the decoded string
     */
    static int decode(byte[] from, int start, int end, byte[] to) throws HpackException {
        int node = ROOT;
        int length = 0;
        for (int i = start; i < end; i++) {
            for (int shift = 4; shift >= 0; shift -= 4) {
                int step = STEPS[node * 16 + (from[i] >> shift & 0xf)];
                if (step == FAILURE) {
                    throw new HpackException("a string contains the end-of-string symbol");
                }
                if (step >>> 16 != 0) {
                    to[length++] = (byte) ((step >>> 16) - 1);
                }
                node = step & 0xffff;
            }
        }
        if (!MAY_END[node]) {
            throw new HpackException("the padding of a string is invalid");
        }
        return length;
    }

    /** The maximum length of a string with this encoded length. */
    static int maxBytes(int coded) {
        return coded * 8 / SHORTEST + 1;
    }
}
