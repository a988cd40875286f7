package faas.gateway.http.tls;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/** Encrypted bytes from a client, up to one buffer. Used on one IO thread. */
final class ReceivedRecords {
    private static final int HEADER_BYTES = 5;

    /** The longest content with its overhead (RFC 8446 §5.2). With TLS 1.2, authenticated encryption adds less. */
    private static final int MAX_CONTENT_BYTES = 16 * 1024 + 256;

    private static final byte FIRST_TYPE = 20;
    private static final byte LAST_TYPE = 23;
    private static final byte MAJOR_VERSION = 3;

    private final StreamSourceConduit socket;
    private final ByteBufferPool pool;
    private @Nullable PooledByteBuffer pooled;
    /** Of the next record with its header; 0 if it is incomplete. */
    private int recordBytes;

    ReceivedRecords(StreamSourceConduit socket, ByteBufferPool pool) {
        this.socket = socket;
        this.pool = pool;
    }

    /** Whether a complete record was received. */
    boolean hasRecord() {
        return recordBytes > 0;
    }

    /** The length of the next record with its header. */
    int recordBytes() {
        return recordBytes;
    }

    /** What was received. The caller takes one record from it, and calls {@link #releaseIfEmpty}. */
    ByteBuffer bytes() {
        if (pooled == null) {
            throw new IllegalStateException("nothing was received");
        }
        return pooled.getBuffer();
    }

    /**
     * Reads once from the socket.
     *
     * @return how many bytes; -1 at the end of the connection
     * @throws SSLException if the client does not speak TLS
     */
    int receive() throws IOException {
        if (pooled == null) {
            pooled = pool.allocate();
            pooled.getBuffer().clear().limit(0);
        }
        ByteBuffer buffer = pooled.getBuffer();
        buffer.compact();
        int read;
        try {
            read = socket.read(buffer);
        } finally {
            buffer.flip();
        }
        releaseIfEmpty();
        return read;
    }

    /** Looks at the next record, or returns the buffer if there are no more bytes. */
    void releaseIfEmpty() throws SSLException {
        if (pooled == null || !pooled.getBuffer().hasRemaining()) {
            release();
            return;
        }
        recordBytes = lengthOfRecord(pooled.getBuffer());
    }

    private static int lengthOfRecord(ByteBuffer buffer) throws SSLException {
        int start = buffer.position();
        if (buffer.remaining() < HEADER_BYTES) {
            return 0;
        }
        byte type = buffer.get(start);
        if (type < FIRST_TYPE || type > LAST_TYPE || buffer.get(start + 1) != MAJOR_VERSION) {
            throw new SSLException("the client does not speak TLS");
        }
        int length = Short.toUnsignedInt(buffer.getShort(start + 3));
        if (length > MAX_CONTENT_BYTES) {
            throw new SSLException("a record of " + length + " bytes is too long");
        }
        return HEADER_BYTES + length <= buffer.remaining() ? HEADER_BYTES + length : 0;
    }

    void release() {
        recordBytes = 0;
        if (pooled != null) {
            pooled.close();
            pooled = null;
        }
    }
}
