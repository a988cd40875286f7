package faas.runtime.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Locale;

/** What a request's body costs in memory at most, derived from its length and its media type. */
final class BodyCost {

    /** A body of declared length is received into an array of that length, and copied once. */
    private static final int RECEIVING = 2;

    /** Without a declared length the array grows by doubling, so that an old and a new one exist at a time. */
    private static final int RECEIVING_CHUNKS = 3;

    /** The bytes, and a text of two bytes a character made of them, with a copy. */
    private static final int PLAIN = 4;

    /** Besides, the decoded values: again two bytes a character, and a copy. */
    private static final int PARSED = 8;

    /** A JSON value costs up to 300 bytes, and the shortest ones are written in less than seven with their separator. */
    private static final int JSON_VALUES = 48;

    /** The parser reads no more than 16,384 values. */
    private static final long MOST_JSON_VALUES_BYTES = 4L << 20;

    private BodyCost() {}

    /** While the body arrives. */
    static long receiving(HttpServerExchange exchange, long maxBodyBytes) {
        long length = exchange.getRequestContentLength();
        return length < 0 ? RECEIVING_CHUNKS * maxBodyBytes : RECEIVING * length;
    }

    /** While the function reads it and works on it. */
    static long reading(HttpServerExchange exchange, long lengthBytes) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String name = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (name.contains("json")) {
            return PARSED * lengthBytes + Math.min(JSON_VALUES * lengthBytes, MOST_JSON_VALUES_BYTES);
        }
        return (name.contains("form") ? PARSED : PLAIN) * lengthBytes;
    }
}
