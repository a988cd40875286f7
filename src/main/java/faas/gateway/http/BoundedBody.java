package faas.gateway.http;

import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.RefusedBody;
import faas.gateway.wire.BodySource;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSourceConduit;

/** A request's body of undeclared length over HTTP/2, bounded. */
final class BoundedBody extends BodySource {
    private final long maxBytes;
    private long leftBytes;

    private BoundedBody(StreamSourceConduit next, long maxBytes) {
        super(next);
        this.maxBytes = maxBytes;
        this.leftBytes = maxBytes;
    }

    /** Has the body bounded; nothing of it may have been read. */
    static void bound(HttpServerExchange exchange, long maxBytes) {
        exchange.addRequestWrapper((body, e) -> new BoundedBody(body.create(), maxBytes));
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int read = next.read(to);
        if (read > leftBytes) {
            // The rest is still read, and dropped, so that the caller gets to hear of it.
            leftBytes = Long.MAX_VALUE;
            throw new RefusedBody(new CallerMistake.BodyTooLarge(maxBytes));
        }
        leftBytes -= Math.max(0, read);
        return read;
    }
}
