package faas.gateway.http.h2.frame;

import faas.gateway.io.OutOfBuffersException;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.xnio.conduits.StreamSinkConduit;

/** Frames on their way to a client, gathered in buffers so that many go out in one write. Used on one IO thread. */
public final class FrameOutput {
    /** Bytes that may wait before bodies and heads have to; frames that the protocol demands still go in. */
    static final int CONGESTED_BYTES = 32 * 1024;

    /** Bytes that may wait at all: beyond it the client does not read what it asks for. */
    static final int MAX_BYTES = 256 * 1024;

    /** A frame of less is not begun at the end of a buffer, if a larger one can be. */
    private static final int WORTHWHILE_BYTES = 1024;

    private final StreamSinkConduit sink;
    private final ByteBufferPool pool;
    private final ArrayDeque<PooledByteBuffer> filled = new ArrayDeque<>();
    private int waiting;
    private boolean starved;
    /** The stream of the frame written last, if it is still here, and where its flags are. */
    private int lastStream;

    private int lastFlags;

    public FrameOutput(StreamSinkConduit sink, ByteBufferPool pool) {
        this.sink = sink;
        this.pool = pool;
    }

    public boolean isCongested() {
        return waiting >= CONGESTED_BYTES;
    }

    boolean isOverfull() {
        return waiting > MAX_BYTES;
    }

    int waitingBytes() {
        return waiting;
    }

    /** A buffer with room for so many bytes at its limit. */
    private ByteBuffer tail(int bytes) {
        PooledByteBuffer last = filled.peekLast();
        if (last != null && last.getBuffer().capacity() - last.getBuffer().limit() >= bytes) {
            return last.getBuffer();
        }
        PooledByteBuffer fresh = allocate();
        fresh.getBuffer().clear().limit(0);
        filled.addLast(fresh);
        lastStream = 0;
        return fresh.getBuffer();
    }

    /**
     * Without a buffer the connection is lost. It fails at its next flush, because whoever happens to write to it, perhaps on
     * behalf of another connection, can do nothing about that.
     */
    private PooledByteBuffer allocate() {
        try {
            return pool.allocate();
        } catch (OutOfBuffersException e) {
            starved = true;
            return pool.getArrayBackedPool().allocate();
        }
    }

    /** Begins a frame; its content is to be put behind. */
    private ByteBuffer frame(int length, int type, int flags, int stream) {
        ByteBuffer buffer = tail(Frames.HEADER_BYTES + Math.min(length, pool.getBufferSize() - Frames.HEADER_BYTES));
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

    private void remember(ByteBuffer buffer, int contentLength, int stream) {
        lastStream = stream;
        lastFlags = buffer.limit() - contentLength - 5;
    }

    /** A field block, in as many frames as it takes. */
    public void headers(int stream, byte[] block, int length, boolean endStream) {
        int most = Math.min(Frames.MAX_BYTES, pool.getBufferSize() - Frames.HEADER_BYTES);
        int from = 0;
        int type = Frames.HEADERS;
        do {
            int now = Math.min(most, length - from);
            boolean whole = from + now == length;
            int flags =
                    (whole ? Frames.END_HEADERS : 0) | (endStream && type == Frames.HEADERS ? Frames.END_STREAM : 0);
            ByteBuffer buffer = frame(now, type, flags, stream);
            put(buffer, block, from, now);
            if (whole && type == Frames.HEADERS) {
                remember(buffer, now, stream);
            }
            from += now;
            type = Frames.CONTINUATION;
        } while (from < length);
    }

    /**
     * Some of a body, in one frame.
     *
     * @param most bytes that flow control allows
     * @return how many bytes were taken
     */
    public int data(int stream, ByteBuffer from, int most) {
        int wanted = Math.min(Math.min(from.remaining(), most), pool.getBufferSize() - Frames.HEADER_BYTES);
        PooledByteBuffer last = filled.peekLast();
        int room = last == null
                ? 0
                : last.getBuffer().capacity() - last.getBuffer().limit() - Frames.HEADER_BYTES;
        int now = room >= Math.min(wanted, WORTHWHILE_BYTES) ? Math.min(wanted, room) : wanted;
        ByteBuffer buffer = frame(now, Frames.DATA, 0, stream);
        int end = buffer.limit();
        buffer.limit(end + now);
        buffer.put(end, from, from.position(), now);
        from.position(from.position() + now);
        waiting += now;
        remember(buffer, now, stream);
        return now;
    }

    /** Ends a stream: by the frame written last if it is the stream's and still here, else by one of its own. */
    public void endStream(int stream) {
        PooledByteBuffer last = filled.peekLast();
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

    public void pong(byte[] payload) {
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

    /** Writes what waits; false if some of it has to wait for the client. */
    public boolean flush() throws IOException {
        if (starved) {
            throw new IOException("all network buffers are in use");
        }
        while (!filled.isEmpty()) {
            PooledByteBuffer first = filled.getFirst();
            ByteBuffer buffer = first.getBuffer();
            while (buffer.hasRemaining()) {
                int written = sink.write(buffer);
                if (written == 0) {
                    return false;
                }
                waiting -= written;
            }
            filled.removeFirst().close();
        }
        lastStream = 0;
        return sink.flush();
    }

    /** Gives up what waits. */
    public void discard() {
        filled.forEach(PooledByteBuffer::close);
        filled.clear();
        waiting = 0;
    }
}
