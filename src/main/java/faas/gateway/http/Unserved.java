package faas.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Puts a refusal that says something in the place of Undertow's own. What Undertow writes to a caller while no call of his
 * is served is its 400 without a body, to a request that does not parse or names no host; it tells nobody else of it.
 * Used by one connection, on its IO thread.
 */
final class Unserved extends AbstractStreamSinkConduit<StreamSinkConduit> {
    /** Bytes worth copying. */
    private static final int SMALL_BODY_BYTES = 4 * 1024;

    private final Refusals refusals;
    private boolean serving;
    private @Nullable ByteBuffer refusal;

    private Unserved(StreamSinkConduit next, Refusals refusals) {
        super(next);
        this.refusals = refusals;
    }

    /** Watches a new connection; nothing may have been written to it. */
    static void watch(StreamConnection connection, Refusals refusals) {
        connection
                .getSinkChannel()
                .setConduit(new Unserved(connection.getSinkChannel().getConduit(), refusals));
    }

    /** Notes that a call of the exchange's connection is served from now on, or is not any more. */
    static void serving(HttpServerExchange exchange, boolean now) {
        if (exchange.getConnection() instanceof HttpServerConnection connection
                && connection.getOriginalSinkConduit() instanceof Unserved watch) {
            // After an upgrade the connection goes on without exchanges.
            watch.serving = now || exchange.isUpgrade();
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return serving ? next.write(from) : (int) refuse(new ByteBuffer[] {from}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        if (!serving) {
            return refuse(from, offset, length);
        }
        int body = length == 2 ? from[offset + 1].remaining() : 0;
        if (body == 0 || !joined(from[offset], from[offset + 1])) {
            return next.write(from, offset, length);
        }
        try {
            return next.write(from[offset]);
        } finally {
            // Who writes counts what is left of the body, so what did not go out of it is given back.
            int back = Math.min(body, from[offset].remaining());
            from[offset].limit(from[offset].limit() - back);
            from[offset + 1].position(from[offset + 1].limit() - back);
        }
    }

    /** Puts a small body into the buffer of its head, since one piece costs the system less than two; false if it is too large. */
    private static boolean joined(ByteBuffer head, ByteBuffer body) {
        int end = head.limit();
        if (body.remaining() > SMALL_BODY_BYTES || body.remaining() > head.capacity() - end) {
            return false;
        }
        head.limit(end + body.remaining());
        head.put(end, body, body.position(), body.remaining());
        body.position(body.limit());
        return true;
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        return serving ? next.writeFinal(from) : (int) refuse(new ByteBuffer[] {from}, 0, 1);
    }

    @Override
    public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        return serving ? next.writeFinal(from, offset, length) : refuse(from, offset, length);
    }

    /** Takes what is to be written once the refusal is out, and nothing before that. */
    private long refuse(ByteBuffer[] from, int offset, int length) throws IOException {
        ByteBuffer instead = refusal == null ? refusals.toHttp1() : refusal;
        refusal = instead;
        while (instead.hasRemaining()) {
            if (next.write(instead) == 0) {
                return 0;
            }
        }
        long taken = 0;
        for (int i = offset; i < offset + length; i++) {
            taken += from[i].remaining();
            from[i].position(from[i].limit());
        }
        return taken;
    }
}
