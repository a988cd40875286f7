package faas.gateway.http1;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * The messages that are sent on a connection. It frames the bodies that are written to it. Heads and framing wait in a
 * buffer, so that they are sent together with the bytes after them. Used on one IO thread.
 */
public final class Outbound extends AbstractStreamSinkConduit<StreamSinkConduit> {
    /** The size of a chunk, and the line ends around it. */
    private static final int CHUNK_OVERHEAD_BYTES = 16;

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final ByteBufferPool pool;
    private @Nullable PooledByteBuffer pooled;
    /** Bytes that must be sent first; null if there are none. */
    private @Nullable ByteBuffer staged;

    private BodyFraming framing = new BodyFraming.None();
    private boolean raw;
    private long leftBytes;
    private boolean complete = true;
    private @Nullable Fields trailers;

    public Outbound(StreamSinkConduit next, ByteBufferPool pool) {
        super(next);
        this.pool = pool;
    }

    /** Begins a message. Its head is sent with the first bytes of its body, or by a flush. */
    public void begin(HeadWriter head, BodyFraming body) {
        stage(head);
        trailers = null;
        framing = body;
        leftBytes = body instanceof BodyFraming.Sized(long bytes) ? bytes : 0;
        complete = body instanceof BodyFraming.None;
    }

    /** Appends a head without a body to the waiting bytes. */
    public void stage(HeadWriter head) {
        ByteBuffer extended = extend(head.length());
        head.copyTo(extended, extended.limit() - head.length());
    }

    /** Appends bytes to the waiting ones. Returns a view of them, to be filled. */
    private ByteBuffer append(int bytes) {
        ByteBuffer extended = extend(bytes);
        return extended.duplicate().position(extended.limit() - bytes);
    }

    /** Appends bytes to the waiting ones. Returns these all; the last ones are to be filled. */
    private ByteBuffer extend(int bytes) {
        ByteBuffer known = staged;
        if (known != null && known.capacity() - known.limit() >= bytes) {
            return known.limit(known.limit() + bytes);
        }
        PooledByteBuffer before = pooled;
        int waiting = known == null ? 0 : known.remaining();
        ByteBuffer larger = allocate(waiting + bytes);
        if (known != null) {
            larger.put(known);
        }
        if (before != null) {
            before.close();
        }
        staged = larger.flip();
        return larger.limit(larger.limit() + bytes);
    }

    private ByteBuffer allocate(int bytes) {
        if (bytes <= pool.getBufferSize()) {
            PooledByteBuffer taken = pool.allocate();
            if (taken.getBuffer().capacity() >= bytes) {
                pooled = taken;
                return taken.getBuffer().clear();
            }
            taken.close();
        }
        pooled = null;
        return ByteBuffer.allocate(bytes);
    }

    /** Whether the message has been sent to its last byte. */
    public boolean isComplete() {
        return complete && staged == null;
    }

    /** The number of bytes that wait to be written. */
    public int waitingBytes() {
        return staged == null ? 0 : staged.remaining();
    }

    /** Sets the trailers. Must be called before the end of the body. */
    public void trailers(@Nullable Fields fields) {
        trailers = fields;
    }

    /** Switches to raw bytes, after an upgrade. */
    public void switchToRaw() {
        raw = true;
    }

    /** Discards the waiting bytes, and releases its buffer. */
    public void discard() {
        complete = true;
        release();
    }

    private void release() {
        staged = null;
        if (pooled != null) {
            pooled.close();
            pooled = null;
        }
    }

    @Override
    public int write(ByteBuffer body) throws IOException {
        if (raw) {
            return flushStaged() ? next.write(body) : 0;
        }
        return switch (framing) {
            case BodyFraming.None() -> throw new IOException("the message has no body");
            case BodyFraming.Sized sized -> sized(body);
            case BodyFraming.Chunked() -> chunk(body);
            case BodyFraming.UntilClose() -> unframed(body);
        };
    }

    private int sized(ByteBuffer body) throws IOException {
        if (body.remaining() > leftBytes) {
            throw new IOException("the body is longer than its head declares");
        }
        int written = unframed(body);
        leftBytes -= written;
        return written;
    }

    private int unframed(ByteBuffer body) throws IOException {
        int before = body.remaining();
        stage(body);
        if (flushStaged() && body.hasRemaining()) {
            next.write(body);
        }
        return before - body.remaining();
    }

    /** Appends what fits into the buffer of the waiting bytes, if there is one. */
    private void stage(ByteBuffer bytes) {
        ByteBuffer buffer = staged;
        if (buffer == null) {
            return;
        }
        int end = buffer.limit();
        int now = Math.min(bytes.remaining(), buffer.capacity() - end);
        buffer.limit(end + now);
        buffer.put(end, bytes, bytes.position(), now);
        bytes.position(bytes.position() + now);
    }

    private int chunk(ByteBuffer body) throws IOException {
        if (chunkCapacity() < body.remaining() && !flushStaged()) {
            return 0;
        }
        int now = Math.min(body.remaining(), chunkCapacity());
        if (now <= 0) {
            return 0;
        }
        byte[] size = Integer.toHexString(now).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer to = append(size.length + 2 * LINE_END.length + now);
        to.put(size).put(LINE_END);
        to.put(to.position(), body, body.position(), now).position(to.position() + now);
        to.put(LINE_END);
        body.position(body.position() + now);
        flushStaged();
        return now;
    }

    private int chunkCapacity() {
        return (staged == null ? pool.getBufferSize() : staged.capacity() - staged.limit()) - CHUNK_OVERHEAD_BYTES;
    }

    private boolean flushStaged() throws IOException {
        ByteBuffer buffer = staged;
        while (buffer != null) {
            if (next.write(buffer) == 0 && buffer.hasRemaining()) {
                return false;
            }
            if (!buffer.hasRemaining()) {
                release();
                return true;
            }
        }
        return true;
    }

    @Override
    public long write(ByteBuffer[] bodies, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (bodies[i].hasRemaining()) {
                return write(bodies[i]);
            }
        }
        return 0;
    }

    @Override
    public int writeFinal(ByteBuffer body) throws IOException {
        return Conduits.writeFinalBasic(this, body);
    }

    @Override
    public long writeFinal(ByteBuffer[] bodies, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, bodies, offset, length);
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through) throws IOException {
        return Conduits.transfer(source, count, through, this);
    }

    @Override
    public boolean flush() throws IOException {
        return flushStaged() && next.flush();
    }

    /** Ends the body, not the connection. */
    @Override
    public void terminateWrites() throws IOException {
        if (raw) {
            next.terminateWrites();
            return;
        }
        if (complete) {
            return;
        }
        if (leftBytes > 0) {
            throw new IOException("the body is shorter than its head declares");
        }
        complete = true;
        if (framing instanceof BodyFraming.Chunked) {
            stageLastChunk();
        }
        flushStaged();
    }

    private void stageLastChunk() {
        Fields fields = trailers;
        if (fields == null || fields.size() == 0) {
            append(LAST_CHUNK.length).put(LAST_CHUNK);
            return;
        }
        StringBuilder text = new StringBuilder("0\r\n");
        for (int i = 0; i < fields.size(); i++) {
            text.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
        }
        byte[] end = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        append(end.length).put(end);
    }

    @Override
    public void truncateWrites() throws IOException {
        discard();
        next.truncateWrites();
    }

    @Override
    public boolean isWriteShutdown() {
        return raw ? next.isWriteShutdown() : complete;
    }
}
