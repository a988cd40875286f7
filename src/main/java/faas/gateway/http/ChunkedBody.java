package faas.gateway.http;

import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.RefusedBody;
import faas.gateway.wire.BodySource;
import faas.gateway.wire.ChunkFraming;
import io.undertow.conduits.ReadDataStreamSourceConduit;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A request's chunked body without its framing, in place of Undertow's own reading of it; bounded in its length. */
final class ChunkedBody extends BodySource {
    private final HttpServerExchange exchange;
    private final HttpServerConnection connection;
    private final long maxBytes;
    private final ChunkFraming framing = new ChunkFraming();
    private long leftBytes;
    private boolean over;

    private ChunkedBody(HttpServerExchange exchange, HttpServerConnection connection, long maxBytes) {
        super(new ReadDataStreamSourceConduit(connection.getOriginalSourceConduit(), connection));
        this.exchange = exchange;
        this.connection = connection;
        this.maxBytes = maxBytes;
        this.leftBytes = maxBytes;
    }

    /** Has the body of a chunked request read in this way; nothing of it may have been read. */
    static void readStrictly(HttpServerExchange exchange, long maxBytes) {
        if (exchange.getConnection() instanceof HttpServerConnection connection) {
            exchange.addRequestWrapper((lenient, e) -> new ChunkedBody(e, connection, maxBytes));
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (framing.ended()) {
            end();
            return -1;
        }
        int moved = 0;
        while (moved == 0 && to.hasRemaining() && !framing.ended()) {
            moved = framing.dataBytes() > 0 ? data(to) : framing(to);
            if (moved < 0) {
                return 0;
            }
        }
        if (moved == 0 && framing.ended()) {
            end();
            return -1;
        }
        return moved;
    }

    /** Data alone, straight to where it is wanted; -1 if there is none yet. */
    private int data(ByteBuffer to) throws IOException {
        int limit = to.limit();
        to.limit((int) Math.min(limit, to.position() + framing.dataBytes()));
        try {
            int moved = next.read(to);
            if (moved < 0) {
                throw new EOFException("the connection ended within the body");
            }
            framing.taken(moved);
            return moved == 0 ? -1 : moved;
        } finally {
            to.limit(limit);
        }
    }

    /** Framing, and the data that came along with it; -1 if there is neither yet. */
    private int framing(ByteBuffer to) throws IOException {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean keep = false;
        try {
            ByteBuffer raw = pooled.getBuffer();
            int read = next.read(raw);
            if (read < 0) {
                throw new EOFException("the connection ended within the body");
            }
            raw.flip();
            int moved = unwrap(raw, to);
            if (raw.hasRemaining()) {
                keep = true;
                connection.ungetRequestBytes(pooled);
            }
            return read == 0 ? -1 : moved;
        } finally {
            if (!keep) {
                pooled.close();
            }
        }
    }

    private int unwrap(ByteBuffer raw, ByteBuffer to) throws IOException {
        int moved = 0;
        while (raw.hasRemaining() && !framing.ended()) {
            if (framing.dataBytes() == 0) {
                readFraming(raw);
                continue;
            }
            int now = (int) Math.min(framing.dataBytes(), Math.min(raw.remaining(), to.remaining()));
            if (now == 0) {
                return moved;
            }
            to.put(to.position(), raw, raw.position(), now);
            to.position(to.position() + now);
            raw.position(raw.position() + now);
            framing.taken(now);
            moved += now;
        }
        return moved;
    }

    private void readFraming(ByteBuffer raw) throws RefusedBody {
        String mistake = framing.read(raw);
        if (mistake != null) {
            // Where the next request begins nobody can say.
            exchange.setPersistent(false);
            throw new RefusedBody(new CallerMistake.BadRequest(mistake));
        }
        if (framing.dataBytes() > leftBytes) {
            // The rest is still read, and dropped, so that the caller gets to hear of it.
            leftBytes = Long.MAX_VALUE;
            throw new RefusedBody(new CallerMistake.BodyTooLarge(maxBytes));
        }
        leftBytes -= framing.dataBytes();
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        if (framing.trailers().size() > 0) {
            exchange.putAttachment(HttpAttachments.REQUEST_TRAILERS, framing.trailers());
        }
        Connectors.terminateRequest(exchange);
    }
}
