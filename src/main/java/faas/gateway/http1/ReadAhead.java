package faas.gateway.http1;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/** The bytes of a connection, with a buffer of those read ahead. Used on one IO thread. */
final class ReadAhead {
    private final StreamSourceConduit socket;
    private final ByteBufferPool pool;
    /** Null instead of empty, so that idle connections hold no buffer. */
    private @Nullable PooledByteBuffer pooled;
    /** Used instead for a head that is longer than the pool's buffers. */
    private @Nullable ByteBuffer longHead;
    /** Bytes of the next head that were searched without finding its end. */
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

    /** The number of bytes read ahead. */
    int available() {
        ByteBuffer buffer = buffered();
        return buffer == null ? 0 : buffer.remaining();
    }

    /** Takes over bytes that were read before, and the ownership of their buffer. */
    void begin(PooledByteBuffer first) {
        pooled = first;
        releaseIfEmpty(first.getBuffer());
    }

    /** The next head; null if it is incomplete. */
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

    /** The first byte read ahead; -1 if there is none. */
    int peek() {
        ByteBuffer buffer = buffered();
        return buffer == null || !buffer.hasRemaining() ? -1 : buffer.get(buffer.position()) & 0xff;
    }

    /**
     * Reads ahead until the buffer is full or no more bytes are available.
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

    /** Whether the buffer is full. */
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

    /** Appends to the buffer. */
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

    /** Takes the buffer of bytes read ahead; null if there is none. The caller must close it. */
    @Nullable
    PooledByteBuffer take() {
        PooledByteBuffer taken = pooled;
        pooled = null;
        return taken;
    }

    /** Reads the bytes read ahead, else from the socket; -1 at the end of the connection. */
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
     * Parses the framing of a chunk.
     *
     * @param onlyBuffered whether to use only bytes that were read ahead
     * @return false if no bytes are available
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
