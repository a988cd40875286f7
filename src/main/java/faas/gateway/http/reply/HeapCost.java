package faas.gateway.http.reply;

import faas.gateway.http1.Fields;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/** Estimates, in bytes, of the heap that clients make the gateway hold. Decision 0010 has the measurements. */
public final class HeapCost {
    /** A call in flight with its connection to a task, but without the head of its request. */
    private static final long CALL = 3 * 1024;

    /** The objects of a field, without its characters. */
    private static final long FIELD = 80;

    private static final long CONNECTION = 3 * 1024;
    private static final long TLS = 40 * 1024;
    private static final long HTTP2 = 13 * 1024;

    private HeapCost() {}

    /** A connection without calls. */
    public static long of(StreamConnection connection) {
        return connection instanceof SslConnection ? CONNECTION + TLS : CONNECTION;
    }

    /** A call in flight with this target and these fields. */
    public static long ofCall(String target, Fields fields) {
        long bytes = CALL + target.length();
        for (int i = 0; i < fields.size(); i++) {
            bytes += FIELD + fields.name(i).length() + fields.value(i).length();
        }
        return bytes;
    }

    /** A connection over HTTP/2 without calls. */
    public static long ofHttp2(StreamConnection connection) {
        return of(connection) + HTTP2;
    }
}
