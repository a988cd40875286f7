package faas.gateway.wire;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HeaderMap;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Answers on their way from a task. What is read from it is the body, without its framing; reading into no room tells
 * without a system call whether it is over. Used on one IO thread.
 */
final class Inbound extends BodySource {
    private enum Body {
        OVER,
        SIZED,
        CHUNKED,
        TO_THE_END,
        RAW
    }

    private final AnswerParser parser;
    private final ReadAhead bytes;
    private Body body = Body.OVER;
    private long leftBytes;
    /** Null where the answer is not in chunks. */
    private @Nullable ChunkFraming chunks;

    private boolean excess;

    Inbound(StreamSourceConduit next, ByteBufferPool pool, AnswerParser parser) {
        super(next);
        this.parser = parser;
        this.bytes = new ReadAhead(next, pool);
    }

    /** The next head; null if it is not there yet. Only while no body is under way. */
    @Nullable
    AnswerHead head() throws IOException {
        return bytes.head(parser);
    }

    /** The body of the answer that has this head is read now. */
    void begin(AnswerHead head, boolean bodiless) {
        chunks = null;
        if (bodiless || head.length() == 0) {
            over();
        } else if (head.isChunked()) {
            body = Body.CHUNKED;
            chunks = new ChunkFraming();
        } else if (head.length() < 0) {
            body = Body.TO_THE_END;
        } else {
            body = Body.SIZED;
            leftBytes = head.length();
        }
    }

    /** From now on bytes pass as they are. */
    void leaveHttp() {
        body = Body.RAW;
    }

    private void over() {
        body = Body.OVER;
        excess = !bytes.isEmpty();
    }

    /** Whether the answer was read to its last byte. */
    boolean isOver() {
        return body == Body.OVER;
    }

    /** Whether something came that belongs to no answer. */
    boolean hasExcess() {
        return excess;
    }

    /** What came behind the last chunk; null if there are no chunks. */
    @Nullable
    HeaderMap trailers() {
        return chunks == null ? null : chunks.trailers();
    }

    /** The whole body, if it came with its head and has a length; it is over then. To be closed by who takes it. */
    @Nullable
    PooledByteBuffer takeWhole() {
        PooledByteBuffer taken = body == Body.SIZED ? bytes.take(leftBytes) : null;
        if (taken == null) {
            return null;
        }
        ByteBuffer buffer = taken.getBuffer();
        excess = buffer.remaining() > leftBytes;
        buffer.limit(buffer.position() + (int) leftBytes);
        body = Body.OVER;
        return taken;
    }

    /** Gives back what it holds. */
    void discard() {
        body = Body.OVER;
        bytes.release();
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return switch (body) {
            case OVER -> -1;
            case SIZED -> sized(to);
            case CHUNKED -> chunked(to, Objects.requireNonNull(chunks));
            case TO_THE_END -> toTheEnd(to);
            case RAW -> bytes.read(to);
        };
    }

    private int toTheEnd(ByteBuffer to) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        int read = bytes.read(to);
        if (read < 0) {
            over();
        }
        return read;
    }

    private int sized(ByteBuffer to) throws IOException {
        int read = atMost(to, leftBytes);
        leftBytes -= read;
        if (leftBytes == 0) {
            over();
        }
        return read;
    }

    private int chunked(ByteBuffer to, ChunkFraming framing) throws IOException {
        int moved = 0;
        while (!framing.ended()) {
            // Once something was moved, only what was read already is looked at: another read may find nothing.
            boolean onlyBuffered = moved > 0 || !to.hasRemaining();
            if (framing.dataBytes() == 0) {
                if (!bytes.framing(framing, onlyBuffered)) {
                    return moved;
                }
                continue;
            }
            int read = onlyBuffered && bytes.isEmpty() ? 0 : atMost(to, framing.dataBytes());
            if (read == 0) {
                return moved;
            }
            framing.taken(read);
            moved += read;
        }
        over();
        return moved == 0 ? -1 : moved;
    }

    private int atMost(ByteBuffer to, long most) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        int limit = to.limit();
        to.limit((int) Math.min(limit, to.position() + most));
        try {
            int read = bytes.read(to);
            if (read < 0) {
                throw new EOFException("the connection ended within an answer");
            }
            return read;
        } finally {
            to.limit(limit);
        }
    }

    @Override
    public void resumeReads() {
        if (bytes.isEmpty()) {
            next.resumeReads();
        } else {
            next.wakeupReads();
        }
    }
}
