package faas.gateway.wire;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/** The bytes of a connection, some of them read before it was known what they are. Used on one IO thread. */
final class ReadAhead {
    private final StreamSourceConduit socket;
    private final ByteBufferPool pool;
    /** Null rather than empty, so that no idle connection holds a buffer. */
    private @Nullable PooledByteBuffer pooled;
    /** Instead of it, for a head that is longer than the pool's buffers. */
    private @Nullable ByteBuffer longHead;

    ReadAhead(StreamSourceConduit socket, ByteBufferPool pool) {
        this.socket = socket;
        this.pool = pool;
    }

    boolean isEmpty() {
        return pooled == null && longHead == null;
    }

    /** The next head; null if it is not there yet. */
    @Nullable
    AnswerHead head(AnswerParser parser) throws IOException {
        ByteBuffer buffer = buffer();
        while (true) {
            AnswerHead head = buffer.hasRemaining() ? parser.parse(buffer) : null;
            if (head != null) {
                settle(buffer);
                return head;
            }
            if (buffer.limit() == buffer.capacity()) {
                buffer = buffer.position() > 0 ? buffer.compact().flip() : longer(buffer);
            }
            int read = more(buffer);
            if (read < 0) {
                throw new EOFException(
                        buffer.hasRemaining()
                                ? "the connection ended within an answer's head"
                                : "the connection was closed");
            }
            if (read == 0) {
                settle(buffer);
                return null;
            }
        }
    }

    private ByteBuffer buffer() {
        ByteBuffer known = buffered();
        if (known != null) {
            return known;
        }
        pooled = pool.allocate();
        return pooled.getBuffer().clear().limit(0);
    }

    private @Nullable ByteBuffer buffered() {
        return pooled != null ? pooled.getBuffer() : longHead;
    }

    /** Reads behind what is there. */
    private int more(ByteBuffer buffer) throws IOException {
        int start = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.capacity());
        try {
            return socket.read(buffer);
        } finally {
            buffer.limit(buffer.position()).position(start);
        }
    }

    private ByteBuffer longer(ByteBuffer full) throws BadAnswer {
        if (longHead != null) {
            throw new BadAnswer("a head of more than " + AnswerParser.MAX_HEAD_BYTES + " bytes");
        }
        ByteBuffer longer = ByteBuffer.allocate(AnswerParser.MAX_HEAD_BYTES);
        longer.put(full).flip();
        release();
        longHead = longer;
        return longer;
    }

    /** An empty buffer is given back. */
    private void settle(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            release();
        }
    }

    void release() {
        longHead = null;
        if (pooled != null) {
            pooled.close();
            pooled = null;
        }
    }

    /** All that was read, if it is so many bytes at least; to be closed by who takes it. */
    @Nullable
    PooledByteBuffer take(long atLeast) {
        PooledByteBuffer taken = pooled;
        if (taken == null || taken.getBuffer().remaining() < atLeast) {
            return null;
        }
        pooled = null;
        return taken;
    }

    /** Bytes as they come: those read before, else from the socket; -1 if there will be no more. */
    int read(ByteBuffer to) throws IOException {
        ByteBuffer buffer = buffered();
        if (buffer == null) {
            return socket.read(to);
        }
        int now = Math.min(buffer.remaining(), to.remaining());
        to.put(to.position(), buffer, buffer.position(), now);
        to.position(to.position() + now);
        buffer.position(buffer.position() + now);
        settle(buffer);
        return now;
    }

    /**
     * Reads the framing of a chunk.
     *
     * @param onlyBuffered whether to leave alone what was not read yet
     * @return false if there is none yet
     */
    boolean framing(ChunkFraming framing, boolean onlyBuffered) throws IOException {
        if (isEmpty() && onlyBuffered) {
            return false;
        }
        ByteBuffer buffer = buffer();
        int read = buffer.hasRemaining() ? 0 : more(buffer);
        if (!buffer.hasRemaining()) {
            release();
            if (read < 0) {
                throw new EOFException("the connection ended within an answer");
            }
            return false;
        }
        String mistake = framing.read(buffer);
        if (mistake != null) {
            throw new BadAnswer(mistake);
        }
        settle(buffer);
        return true;
    }
}
