package faas.runtime.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Locale;

/** Estimates the maximum memory that a request body takes, from its length and media type. */
final class BodyCost {

    /** A body with a Content-Length is received into an array of that length and copied once. */
    private static final int RECEIVING = 2;

    /** Without a Content-Length the array grows by doubling: the old and the new one exist at the same time. */
    private static final int RECEIVING_CHUNKS = 3;

    /** The bytes, and a string made of them with two bytes a character, with a copy. */
    private static final int PLAIN = 4;

    /** The decoded values as well: two bytes a character, and a copy. */
    private static final int PARSED = 8;

    /**
     * A JSON value takes up to 300 bytes. The shortest ones take less than seven bytes of text with their separator.
     */
    private static final int JSON_VALUES = 48;

    /** The parser accepts at most 16,384 values. */
    private static final long MOST_JSON_VALUES_BYTES = 4L << 20;

    private BodyCost() {}

    /** While the body is received. */
    static long receiving(HttpServerExchange exchange, long maxBodyBytes) {
        long length = exchange.getRequestContentLength();
        return length < 0 ? RECEIVING_CHUNKS * maxBodyBytes : RECEIVING * length;
    }

    /** While the body is parsed and the function runs. */
    static long reading(HttpServerExchange exchange, long lengthBytes) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String name = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (name.contains("json")) {
            return PARSED * lengthBytes + Math.min(JSON_VALUES * lengthBytes, MOST_JSON_VALUES_BYTES);
        }
        return (name.contains("form") ? PARSED : PLAIN) * lengthBytes;
    }
}
