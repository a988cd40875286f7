package faas.gateway.http1;

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
    /** Bytes of the next head in which its end was searched in vain. */
    private int searchedBytes;
    /** Whether an empty line before the next head was skipped. */
    private boolean skippedLine;

    ReadAhead(StreamSourceConduit socket, ByteBufferPool pool) {
        this.socket = socket;
        this.pool = pool;
    }

    boolean isEmpty() {
        return pooled == null && longHead == null;
    }

    /** Bytes that were read and not taken. */
    int available() {
        ByteBuffer buffer = buffered();
        return buffer == null ? 0 : buffer.remaining();
    }

    /** Takes over what was read before; the buffer is this one's from now on. */
    void begin(PooledByteBuffer first) {
        pooled = first;
        releaseIfEmpty(first.getBuffer());
    }

    /** The next head; null if it is not there yet. */
    <H extends MessageHead> @Nullable H head(HeadParser<H> parser) throws IOException {
        ByteBuffer buffer = buffer();
        while (true) {
            if (parser.skipsEmptyLine() && !skippedLine && searchedBytes <= 1) {
                skipEmptyLine(buffer);
            }
            int length = HeadParser.headLength(buffer, searchedBytes);
            if (length >= 0) {
                searchedBytes = 0;
                skippedLine = false;
                H head = parser.parse(buffer, length);
                releaseIfEmpty(buffer);
                return head;
            }
            searchedBytes = buffer.remaining();
            if (searchedBytes > parser.maxHeadBytes()) {
                throw parser.tooLong();
            }
            buffer = ensureRoom(buffer, parser.maxHeadBytes() + 1);
            int read = readMore(buffer);
            if (read < 0) {
                throw new EOFException(
                        buffer.hasRemaining() ? "the connection ended within a head" : "the connection was closed");
            }
            if (read == 0) {
                releaseIfEmpty(buffer);
                return null;
            }
        }
    }

    /** The first byte that was read and not taken; -1 if there is none. */
    int peek() {
        ByteBuffer buffer = buffered();
        return buffer == null || !buffer.hasRemaining() ? -1 : buffer.get(buffer.position()) & 0xff;
    }

    /**
     * Reads what fits into the buffer at hand, to be taken later.
     *
     * @return false if the connection has ended
     */
    boolean readAhead() throws IOException {
        ByteBuffer buffer = buffer();
        try {
            while (true) {
                if (buffer.limit() == buffer.capacity() && buffer.position() > 0) {
                    buffer.compact().flip();
                }
                if (buffer.limit() == buffer.capacity()) {
                    return true;
                }
                int read = readMore(buffer);
                if (read <= 0) {
                    return read == 0;
                }
            }
        } finally {
            releaseIfEmpty(buffer);
        }
    }

    /** Whether nothing more can be read ahead. */
    boolean isFull() {
        ByteBuffer buffer = buffered();
        return buffer != null && buffer.remaining() == buffer.capacity();
    }

    private void skipEmptyLine(ByteBuffer buffer) {
        int start = buffer.position();
        if (buffer.remaining() >= 2 && buffer.get(start) == '\r' && buffer.get(start + 1) == '\n') {
            buffer.position(start + 2);
            searchedBytes = 0;
            skippedLine = true;
        }
    }

    private ByteBuffer ensureRoom(ByteBuffer buffer, int most) {
        if (buffer.limit() < buffer.capacity()) {
            return buffer;
        }
        return buffer.position() > 0 ? buffer.compact().flip() : grow(buffer, most);
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
    private int readMore(ByteBuffer buffer) throws IOException {
        int start = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.capacity());
        try {
            return socket.read(buffer);
        } finally {
            buffer.limit(buffer.position()).position(start);
        }
    }

    private ByteBuffer grow(ByteBuffer full, int most) {
        ByteBuffer longer = ByteBuffer.allocate(Math.max(Math.min(2 * full.capacity(), most), full.capacity() + 1));
        longer.put(full).flip();
        release();
        longHead = longer;
        return longer;
    }

    /** An empty buffer is given back. */
    private void releaseIfEmpty(ByteBuffer buffer) {
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

    /** All that was read; null if that is nothing. To be closed by who takes it. */
    @Nullable
    PooledByteBuffer take() {
        PooledByteBuffer taken = pooled;
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
        releaseIfEmpty(buffer);
        return now;
    }

    /**
     * Reads the framing of a chunk.
     *
     * @param onlyBuffered whether to leave alone what was not read yet
     * @return false if there is none yet
     */
    boolean readFraming(ChunkFraming framing, boolean onlyBuffered) throws IOException {
        if (isEmpty() && onlyBuffered) {
            return false;
        }
        ByteBuffer buffer = buffer();
        int read = buffer.hasRemaining() ? 0 : readMore(buffer);
        if (!buffer.hasRemaining()) {
            release();
            if (read < 0) {
                throw new EOFException("the connection ended within a body");
            }
            return false;
        }
        String error = framing.read(buffer);
        if (error != null) {
            throw new MalformedMessage(error);
        }
        releaseIfEmpty(buffer);
        return true;
    }
}
