package faas.gateway.http.h2.frame;

import faas.gateway.io.OutOfBuffersException;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.xnio.conduits.StreamSinkConduit;

/** Collects frames for a client in buffers, so that many are sent in one write. Used on one IO thread. */
public final class FrameOutput {
    /** Waiting bytes beyond which heads and bodies have to wait. Control frames are still accepted. */
    static final int CONGESTED_BYTES = 32 * 1024;

    /** Waiting bytes beyond which the connection fails, because the client does not read. */
    static final int MAX_BYTES = 256 * 1024;

    /** The smallest DATA frame that is put at the end of a buffer instead of a larger one into the next. */
    private static final int MIN_SPLIT_BYTES = 1024;

    private final StreamSinkConduit sink;
    private final ByteBufferPool pool;
    private final ArrayDeque<PooledByteBuffer> buffers = new ArrayDeque<>();
    private int waiting;
    private boolean outOfBuffers;
    private boolean discarded;
    /** The stream of the last frame if that still waits, and the position of its flags. */
    private int lastStream;

    private int lastFlags;

    public FrameOutput(StreamSinkConduit sink, ByteBufferPool pool) {
        this.sink = sink;
        this.pool = pool;
    }

    public boolean isCongested() {
        return waiting >= CONGESTED_BYTES;
    }

    boolean exceedsLimit() {
        return waiting > MAX_BYTES;
    }

    int waitingBytes() {
        return waiting;
    }

    /** A buffer with room for this many bytes after its limit. */
    private ByteBuffer bufferFor(int bytes) {
        PooledByteBuffer last = buffers.peekLast();
        if (last != null && last.getBuffer().capacity() - last.getBuffer().limit() >= bytes) {
            return last.getBuffer();
        }
        PooledByteBuffer added = allocate();
        added.getBuffer().clear().limit(0);
        buffers.addLast(added);
        lastStream = 0;
        return added.getBuffer();
    }

    /**
     * Without a buffer the connection cannot go on. It fails at its next flush, because the code that writes to it now may
     * belong to another connection.
     */
    private PooledByteBuffer allocate() {
        if (discarded) {
            // Nobody would give a buffer of the pool back.
            return pool.getArrayBackedPool().allocate();
        }
        try {
            return pool.allocate();
        } catch (OutOfBuffersException e) {
            outOfBuffers = true;
            return pool.getArrayBackedPool().allocate();
        }
    }

    /** Begins a frame. Its payload must be appended. */
    private ByteBuffer frame(int length, int type, int flags, int stream) {
        int headerBytes = Frames.HEADER_BYTES;
        ByteBuffer buffer = bufferFor(headerBytes + Math.min(length, pool.getBufferSize() - headerBytes));
        int end = buffer.limit();
        buffer.limit(end + Frames.HEADER_BYTES);
        buffer.put(end, (byte) (length >> 16))
                .put(end + 1, (byte) (length >> 8))
                .put(end + 2, (byte) length)
                .put(end + 3, (byte) type)
                .put(end + 4, (byte) flags)
                .putInt(end + 5, stream);
        waiting += Frames.HEADER_BYTES;
        lastStream = 0;
        return buffer;
    }

    private void put(ByteBuffer to, byte[] bytes, int from, int length) {
        int end = to.limit();
        to.limit(end + length);
        to.put(end, bytes, from, length);
        waiting += length;
    }

    private void putInt(ByteBuffer to, int value) {
        int end = to.limit();
        to.limit(end + 4);
        to.putInt(end, value);
        waiting += 4;
    }

    private void rememberFlags(ByteBuffer buffer, int contentLength, int stream) {
        lastStream = stream;
        lastFlags = buffer.limit() - contentLength - 5;
    }

    /** What every client takes, and a buffer holds. */
    private int maxPayload() {
        return Math.min(Frames.MAX_BYTES, pool.getBufferSize() - Frames.HEADER_BYTES);
    }

    /** Writes a field block, in as many frames as needed. */
    public void headers(int stream, byte[] block, int length, boolean endStream) {
        int max = maxPayload();
        int from = 0;
        int type = Frames.HEADERS;
        do {
            int now = Math.min(max, length - from);
            boolean isLast = from + now == length;
            int flags =
                    (isLast ? Frames.END_HEADERS : 0) | (endStream && type == Frames.HEADERS ? Frames.END_STREAM : 0);
            ByteBuffer buffer = frame(now, type, flags, stream);
            put(buffer, block, from, now);
            if (isLast && type == Frames.HEADERS) {
                rememberFlags(buffer, now, stream);
            }
            from += now;
            type = Frames.CONTINUATION;
        } while (from < length);
    }

    /**
     * Writes part of a body, in one frame of at most 16,384 bytes.
     *
     * @param max the number of bytes that flow control allows
     * @return how many bytes were written
     */
    public int data(int stream, ByteBuffer from, int max) {
        int wanted = Math.min(Math.min(from.remaining(), max), maxPayload());
        PooledByteBuffer last = buffers.peekLast();
        int room = last == null
                ? 0
                : last.getBuffer().capacity() - last.getBuffer().limit() - Frames.HEADER_BYTES;
        int now = room >= Math.min(wanted, MIN_SPLIT_BYTES) ? Math.min(wanted, room) : wanted;
        ByteBuffer buffer = frame(now, Frames.DATA, 0, stream);
        int end = buffer.limit();
        buffer.limit(end + now);
        buffer.put(end, from, from.position(), now);
        from.position(from.position() + now);
        waiting += now;
        rememberFlags(buffer, now, stream);
        return now;
    }

    /** Ends a stream: with its last frame if that still waits, else with an empty DATA frame. */
    public void endStream(int stream) {
        PooledByteBuffer last = buffers.peekLast();
        if (last != null
                && lastStream == stream
                && lastFlags >= last.getBuffer().position()) {
            byte flags = last.getBuffer().get(lastFlags);
            last.getBuffer().put(lastFlags, (byte) (flags | Frames.END_STREAM));
            lastStream = 0;
            return;
        }
        frame(0, Frames.DATA, Frames.END_STREAM, stream);
    }

    public void reset(int stream, int code) {
        putInt(frame(4, Frames.RST_STREAM, 0, stream), code);
    }

    public void windowUpdate(int stream, int increment) {
        putInt(frame(4, Frames.WINDOW_UPDATE, 0, stream), increment);
    }

    public void pingAck(byte[] payload) {
        put(frame(8, Frames.PING, Frames.ACK, 0), payload, 0, 8);
    }

    public void settingsAck() {
        frame(0, Frames.SETTINGS, Frames.ACK, 0);
    }

    public void settings(int... numbersAndValues) {
        ByteBuffer buffer = frame(numbersAndValues.length * 3, Frames.SETTINGS, 0, 0);
        for (int i = 0; i < numbersAndValues.length; i += 2) {
            put(buffer, new byte[] {0, (byte) numbersAndValues[i]}, 0, 2);
            putInt(buffer, numbersAndValues[i + 1]);
        }
    }

    public void goAway(int lastStream, int code) {
        ByteBuffer buffer = frame(8, Frames.GOAWAY, 0, 0);
        putInt(buffer, lastStream);
        putInt(buffer, code);
    }

    /** Sends the waiting frames. Returns false if some have to wait for the client. */
    public boolean flush() throws IOException {
        if (outOfBuffers) {
            throw new IOException("all network buffers are in use");
        }
        while (!buffers.isEmpty()) {
            PooledByteBuffer first = buffers.getFirst();
            ByteBuffer buffer = first.getBuffer();
            while (buffer.hasRemaining()) {
                int written = sink.write(buffer);
                if (written == 0) {
                    return false;
                }
                waiting -= written;
            }
            buffers.removeFirst().close();
        }
        lastStream = 0;
        return sink.flush();
    }

    /** Discards the waiting frames. Frames written later are never sent, and take no buffer of the pool. */
    public void discard() {
        discarded = true;
        buffers.forEach(PooledByteBuffer::close);
        buffers.clear();
        waiting = 0;
    }
}
