package faas;

import faas.runtime.response.ServerResponse;
import java.io.InputStream;
import java.util.stream.Stream;

/**
 * A response with a media type, a status and headers, for functions that return more than a plain value.
 *
 * {@snippet :
 * return Result.json(order).status(201).header("Location", "/orders/" + order.id());
 * }
 *
 * <p>Immutable: each method returns a new result.
 */
public sealed interface Result permits ResultValue {

    static Result text(String text) {
        return ResultValue.of(text, ServerResponse.TEXT);
    }

    /** An HTML page. It is sent unchanged: escape or sanitise whatever a client supplied. */
    static Result html(String html) {
        return ResultValue.of(html, ServerResponse.HTML);
    }

    /** JSON of records, maps, lists, arrays, optionals, enums, numbers, strings and times, nested in any way. */
    static Result json(Object value) {
        return ResultValue.of(new ResultValue.Json(value), ServerResponse.JSON);
    }

    static Result bytes(byte[] bytes, String mediaType) {
        return ResultValue.of(bytes, mediaType);
    }

    /** A body that is read while it is sent, and closed afterwards. If reading fails, the connection is closed. */
    static Result stream(InputStream in, String mediaType) {
        return ResultValue.of(in, mediaType);
    }

    /**
     * A body of lines. Each line is sent as soon as the stream has it: for tables, JSON lines or
     * {@code text/event-stream}.
     */
    static Result lines(Stream<String> lines, String mediaType) {
        return stream(new LineStream(lines), mediaType);
    }

    /** No body. The status is 204 by default. */
    static Result nothing() {
        return ResultValue.NOTHING;
    }

    /** A copy with this status, from 200 to 599. */
    Result status(int code);

    /** A copy with one more header. The server itself sets length, connection and transfer encoding. */
    Result header(String name, String value);
}
