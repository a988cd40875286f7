package faas.gateway.http;

import java.nio.ByteBuffer;

/**
 * Follows where the frames of a caller's connection begin and end (RFC 9113 §4.1), by the bytes that Undertow has read, which
 * are all but the content of DATA frames. Used by one connection, on its IO thread.
 */
final class FrameWatch {
    private static final int PREFACE_BYTES = 24;
    private static final int HEADER_BYTES = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;

    private final byte[] header = new byte[HEADER_BYTES];
    private int read;
    private int skip = PREFACE_BYTES;
    private boolean amidHead;
    private boolean emptyPiece;

    /** Notes what was read: the bytes from one position up to another. */
    void note(ByteBuffer bytes, int from, int to) {
        emptyPiece = false;
        int at = from;
        while (at < to) {
            if (skip > 0) {
                int skipped = Math.min(skip, to - at);
                skip -= skipped;
                at += skipped;
            } else {
                header[read++] = bytes.get(at++);
                if (read == HEADER_BYTES) {
                    read = 0;
                    frame();
                }
            }
        }
    }

    private void frame() {
        int length = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
        int type = header[3];
        int flags = header[4];
        switch (type) {
            case DATA -> {
                skip = (flags & PADDED) == 0 ? 0 : 1;
                emptyPiece = length <= skip && (flags & END_STREAM) == 0;
            }
            case HEADERS, CONTINUATION -> {
                skip = length;
                amidHead = (flags & END_HEADERS) == 0;
            }
            default -> skip = length;
        }
    }

    /** Whether the frame noted last is one of a head, or of trailers, that goes on in a further one. */
    boolean amidHead() {
        return amidHead;
    }

    /** Whether a DATA frame was noted last that has nothing in it, and does not end a body; Undertow reads no two at a time. */
    boolean hasEmptyPiece() {
        return emptyPiece;
    }
}
