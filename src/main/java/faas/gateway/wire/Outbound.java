package faas.gateway.wire;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Requests on their way to a task. What is written to it is the body, which it frames; head and framing wait in a buffer,
 * so that they go out together with what follows them. Used on one IO thread.
 */
final class Outbound extends AbstractStreamSinkConduit<StreamSinkConduit> {
    /** Room for the size of a chunk and the line ends around it. */
    private static final int FRAME_BYTES = 16;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final ByteBufferPool pool;
    private @Nullable PooledByteBuffer pooled;
    /** What is to go out before anything else; null if there is nothing. */
    private @Nullable ByteBuffer staged;

    private boolean chunked;
    private boolean raw;
    private long leftBytes;
    private boolean over = true;
    private @Nullable HeaderMap trailers;

    Outbound(StreamSinkConduit next, ByteBufferPool pool) {
        super(next);
        this.pool = pool;
    }

    /** Begins a request; its head goes out with the first of its body, or with a flush. */
    void begin(RequestHead head, RequestBody body) {
        ByteBuffer buffer = room(head.length());
        head.copyTo(buffer);
        buffer.flip();
        trailers = null;
        chunked = body instanceof RequestBody.Chunked;
        leftBytes = body instanceof RequestBody.Sized sized ? sized.bytes() : 0;
        over = body instanceof RequestBody.None;
    }

    /** An empty buffer of so many bytes at least, which is staged from now on. */
    private ByteBuffer room(int bytes) {
        PooledByteBuffer small = pool.allocate();
        if (small.getBuffer().capacity() >= bytes) {
            pooled = small;
            staged = small.getBuffer().clear();
        } else {
            small.close();
            staged = ByteBuffer.allocate(bytes);
        }
        return staged;
    }

    /** Whether the request is out to its last byte. */
    boolean isOut() {
        return over && staged == null;
    }

    /** Sent behind the last chunk; to be set before the body's end. */
    void trailers(HeaderMap fields) {
        trailers = fields;
    }

    /** From now on bytes pass as they are. */
    void leaveHttp() {
        raw = true;
    }

    /** Gives back what it holds; nothing more goes out. */
    void discard() {
        over = true;
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
            return next.write(body);
        }
        if (!chunked) {
            return sized(body);
        }
        return flushStaged() ? chunk(body) : 0;
    }

    private int sized(ByteBuffer body) throws IOException {
        if (body.remaining() > leftBytes) {
            throw new IOException("the body is longer than its head says");
        }
        int before = body.remaining();
        stage(body);
        if (flushStaged() && body.hasRemaining()) {
            next.write(body);
        }
        int written = before - body.remaining();
        leftBytes -= written;
        return written;
    }

    /** Puts as much as fits behind what is staged. */
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
        if (!body.hasRemaining()) {
            return 0;
        }
        ByteBuffer buffer = room(FRAME_BYTES + 1);
        int now = Math.min(body.remaining(), buffer.capacity() - FRAME_BYTES);
        buffer.put(Integer.toHexString(now).getBytes(StandardCharsets.US_ASCII)).put(LINE_END);
        buffer.put(buffer.position(), body, body.position(), now);
        buffer.position(buffer.position() + now);
        body.position(body.position() + now);
        buffer.put(LINE_END).flip();
        flushStaged();
        return now;
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
        throw new UnsupportedOperationException("bodies come from callers, not from files");
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
        if (over) {
            return;
        }
        if (leftBytes > 0) {
            throw new IOException("the body is shorter than its head says");
        }
        over = true;
        if (chunked) {
            stageLastChunk();
        }
        flushStaged();
    }

    private void stageLastChunk() {
        byte[] end = lastChunk();
        ByteBuffer before = staged;
        PooledByteBuffer kept = pooled;
        int waiting = before == null ? 0 : before.remaining();
        ByteBuffer buffer = room(waiting + end.length);
        if (before != null) {
            buffer.put(before);
        }
        if (kept != null) {
            kept.close();
        }
        buffer.put(end).flip();
    }

    private byte[] lastChunk() {
        StringBuilder text = new StringBuilder("0\r\n");
        for (HeaderValues field : trailers == null ? new HeaderMap() : trailers) {
            for (String value : field) {
                text.append(field.getHeaderName()).append(": ").append(value).append("\r\n");
            }
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void truncateWrites() throws IOException {
        discard();
        next.truncateWrites();
    }

    @Override
    public boolean isWriteShutdown() {
        return raw ? next.isWriteShutdown() : over;
    }
}
