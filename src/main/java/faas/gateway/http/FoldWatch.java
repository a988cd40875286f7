package faas.gateway.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Looks for fields folded onto a second line (RFC 9112 §5.2) in the bytes of heads, since Undertow's parser unfolds them
 * and leaves no trace. Used by one connection, on its IO thread.
 */
final class FoldWatch extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private static final long NONE = -1;

    private boolean watching = true;
    /** Bytes read since the head began. */
    private long readBytes;
    /** Where among them the first line begins with a blank. */
    private long fold = NONE;

    private byte last;

    private FoldWatch(StreamSourceConduit next) {
        super(next);
    }

    /** Watches a new connection, of which nothing but these bytes has been read. */
    static void watch(StreamConnection connection, ByteBuffer first) {
        FoldWatch watch = new FoldWatch(connection.getSourceChannel().getConduit());
        watch.look(first, first.position(), first.limit());
        connection.getSourceChannel().setConduit(watch);
    }

    /** Whether a field of the request was folded; to be asked once, before its body is read. */
    static boolean isFolded(HttpServerExchange exchange) {
        return exchange.getConnection() instanceof AbstractServerConnection connection
                && connection.getOriginalSourceConduit() instanceof FoldWatch watch
                && watch.headEnds(exchange, connection);
    }

    private boolean headEnds(HttpServerExchange exchange, AbstractServerConnection connection) {
        PooledByteBuffer extra = connection.getExtraBytes();
        long head = readBytes - (extra == null ? 0 : extra.getBuffer().remaining());
        if (fold != NONE && fold < head) {
            return true;
        }
        readBytes -= head;
        fold = fold == NONE ? NONE : fold - head;
        if (!exchange.isRequestComplete()) {
            watching = false;
            exchange.addExchangeCompleteListener((over, next) -> {
                bodyEnds(connection);
                next.proceed();
            });
        }
        return false;
    }

    /** What was read beyond the body is the beginning of the next head. */
    private void bodyEnds(AbstractServerConnection connection) {
        watching = true;
        readBytes = 0;
        fold = NONE;
        last = 0;
        PooledByteBuffer extra = connection.getExtraBytes();
        if (extra != null) {
            ByteBuffer bytes = extra.getBuffer();
            look(bytes, bytes.position(), bytes.limit());
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int start = to.position();
        int read = next.read(to);
        if (watching && read > 0) {
            look(to, start, start + read);
        }
        return read;
    }

    private void look(ByteBuffer bytes, int start, int end) {
        byte before = last;
        for (int i = start; i < end && fold == NONE; i++) {
            byte b = bytes.get(i);
            if (before == '\n' && (b == ' ' || b == '\t')) {
                fold = readBytes + i - start;
            }
            before = b;
        }
        last = before;
        readBytes += end - start;
    }
}
