package faas.gateway.http.reply;

import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/** Estimated heap of what clients can make the gateway hold, in bytes; see the decision record on memory. */
public final class HeapCost {
    /** A call under way, without its head. */
    public static final long CALL = 8 * 1024;

    private static final long CONNECTION = 3 * 1024;
    private static final long TLS = 40 * 1024;
    private static final long HTTP2 = 13 * 1024;

    private HeapCost() {}

    /** A connection without calls. */
    public static long of(StreamConnection connection) {
        return connection instanceof SslConnection ? CONNECTION + TLS : CONNECTION;
    }

    /** The same if it speaks HTTP/2. */
    public static long ofHttp2(StreamConnection connection) {
        return of(connection) + HTTP2;
    }
}
