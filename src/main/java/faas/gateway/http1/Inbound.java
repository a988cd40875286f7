package faas.gateway.http1;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The messages that arrive on a connection. Reading returns the body, without its framing. Reading into a full buffer tells
 * whether the body is complete, without a system call. Used on one IO thread.
 */
public final class Inbound extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private enum Body {
        COMPLETE,
        SIZED,
        CHUNKED,
        UNTIL_CLOSE,
        RAW
    }

    private final ReadAhead bytes;
    private Body body = Body.COMPLETE;
    private long leftBytes;
    /** Null if the body is not chunked. */
    private @Nullable ChunkFraming chunks;

    private boolean excess;

    public Inbound(StreamSourceConduit next, ByteBufferPool pool) {
        super(next);
        this.bytes = new ReadAhead(next, pool);
    }

    /** Takes over the bytes already read from the connection, and the ownership of their buffer. */
    public void begin(PooledByteBuffer first) {
        bytes.begin(first);
    }

    /** The next head; null if it is incomplete. Must not be called before the last body is complete. */
    public <H extends MessageHead> @Nullable H head(HeadParser<H> parser) throws IOException {
        return bytes.head(parser);
    }

    /** The next byte if it has been read ahead, else -1. */
    public int peek() {
        return bytes.peek();
    }

    /** Reads ahead up to one buffer. Returns false if the connection has ended. */
    public boolean readAhead() throws IOException {
        return bytes.readAhead();
    }

    /** Whether the buffer for reading ahead is full. */
    public boolean isFull() {
        return bytes.isFull();
    }

    /** Whether there are bytes that were read ahead. */
    public boolean hasReadAhead() {
        return !bytes.isEmpty();
    }

    /** Begins a body with this framing. */
    public void begin(BodyFraming framing) {
        chunks = null;
        switch (framing) {
            case BodyFraming.None() -> complete();
            case BodyFraming.Sized(long length) -> {
                body = Body.SIZED;
                leftBytes = length;
                if (length == 0) {
                    complete();
                }
            }
            case BodyFraming.Chunked() -> {
                body = Body.CHUNKED;
                chunks = new ChunkFraming();
            }
            case BodyFraming.UntilClose() -> body = Body.UNTIL_CLOSE;
        }
    }

    /** Switches to raw bytes, after an upgrade. */
    public void switchToRaw() {
        body = Body.RAW;
    }

    private void complete() {
        body = Body.COMPLETE;
        excess = !bytes.isEmpty();
    }

    /** Whether the message has been read to its last byte. */
    public boolean isComplete() {
        return body == Body.COMPLETE;
    }

    /** Whether bytes arrived after the end of the message. */
    public boolean hasExcess() {
        return excess;
    }

    /** The trailers; null if the body is not chunked. */
    public @Nullable Fields trailers() {
        return chunks == null ? null : chunks.trailers();
    }

    /**
     * Takes the part of the body that arrived with its head, in the buffer that it was read into; null if there is none, or
     * if the body is chunked. The caller must close it.
     */
    public @Nullable PooledByteBuffer takeBuffered() {
        PooledByteBuffer taken = body == Body.SIZED || body == Body.UNTIL_CLOSE ? bytes.take() : null;
        if (taken == null || body == Body.UNTIL_CLOSE) {
            return taken;
        }
        ByteBuffer buffer = taken.getBuffer();
        if (buffer.remaining() < leftBytes) {
            leftBytes -= buffer.remaining();
            return taken;
        }
        excess = buffer.remaining() > leftBytes;
        buffer.limit(buffer.position() + (int) leftBytes);
        body = Body.COMPLETE;
        return taken;
    }

    /** Releases its buffers. */
    public void discard() {
        body = Body.COMPLETE;
        bytes.release();
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return switch (body) {
            case COMPLETE -> -1;
            case SIZED -> sized(to);
            case CHUNKED -> chunked(to, Objects.requireNonNull(chunks));
            case UNTIL_CLOSE -> untilClose(to);
            case RAW -> bytes.read(to);
        };
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (to[i].hasRemaining()) {
                return read(to[i]);
            }
        }
        return 0;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        return IoUtils.transfer(new ConduitReadableByteChannel(this), count, through, target);
    }

    private int untilClose(ByteBuffer to) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        int read = bytes.read(to);
        if (read < 0) {
            complete();
        }
        return read;
    }

    private int sized(ByteBuffer to) throws IOException {
        int read = atMost(to, leftBytes);
        leftBytes -= read;
        if (leftBytes == 0) {
            complete();
        }
        return read;
    }

    private int chunked(ByteBuffer to, ChunkFraming framing) throws IOException {
        int moved = 0;
        while (!framing.isEnded()) {
            // After the first bytes only buffered ones are used: another read might find nothing.
            boolean onlyBuffered = moved > 0 || !to.hasRemaining();
            if (framing.dataBytes() == 0) {
                if (!bytes.readFraming(framing, onlyBuffered)) {
                    return moved;
                }
                continue;
            }
            int read = onlyBuffered && bytes.isEmpty() ? 0 : atMost(to, framing.dataBytes());
            if (read == 0) {
                return moved;
            }
            framing.consumed(read);
            moved += read;
        }
        complete();
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
                throw new EOFException("the connection ended within a body");
            }
            return read;
        } finally {
            to.limit(limit);
        }
    }

    /** Runs the listener when new bytes arrive. {@link #resumeReads} would run it at once for bytes that were read ahead. */
    public void awaitMore() {
        next.resumeReads();
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
