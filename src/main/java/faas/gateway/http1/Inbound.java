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
 * Messages that come in over a connection. What is read from it is the body, without its framing; reading into no room tells
 * without a system call whether it is over. Used on one IO thread.
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
    /** Null where the body is not in chunks. */
    private @Nullable ChunkFraming chunks;

    private boolean excess;

    public Inbound(StreamSourceConduit next, ByteBufferPool pool) {
        super(next);
        this.bytes = new ReadAhead(next, pool);
    }

    /** Takes over what was read of the connection before; the buffer is this one's from now on. */
    public void begin(PooledByteBuffer first) {
        bytes.begin(first);
    }

    /** The next head; null if it is not there yet. Only while no body is under way. */
    public <H extends MessageHead> @Nullable H head(HeadParser<H> parser) throws IOException {
        return bytes.head(parser);
    }

    /** The next byte, if it was read already; else -1. */
    public int peek() {
        return bytes.peek();
    }

    /** Reads ahead what fits into a buffer; false if the connection has ended. */
    public boolean readAhead() throws IOException {
        return bytes.readAhead();
    }

    /** Whether nothing more can be read ahead. */
    public boolean isFull() {
        return bytes.isFull();
    }

    /** Whether something was read that nobody has taken. */
    public boolean hasReadAhead() {
        return !bytes.isEmpty();
    }

    /** A body framed like that is read now. */
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

    /** From now on bytes pass as they are. */
    public void switchToRaw() {
        body = Body.RAW;
    }

    private void complete() {
        body = Body.COMPLETE;
        excess = !bytes.isEmpty();
    }

    /** Whether the message was read to its last byte. */
    public boolean isComplete() {
        return body == Body.COMPLETE;
    }

    /** Whether something came behind the message. */
    public boolean hasExcess() {
        return excess;
    }

    /** What came behind the last chunk; null if there are no chunks. */
    public @Nullable Fields trailers() {
        return chunks == null ? null : chunks.trailers();
    }

    /**
     * What came of the body with its head, in the buffer it was read into; null if that is nothing, and for a body in chunks. To
     * be closed by who takes it.
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

    /** Gives back what it holds. */
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
            // Once something was moved, only what was read already is looked at: another read may find nothing.
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

    /** Has the listener run when more comes than what was read ahead, which {@link #resumeReads} would have it run for at once. */
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
