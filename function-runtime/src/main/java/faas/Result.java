package faas;

import faas.runtime.response.ServerResponse;
import java.io.InputStream;
import java.util.stream.Stream;

/**
 * A response that is more than a plain value: what a function returns when the text alone does not say what it is.
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

    /** A page of HTML. The text goes out as it is, so whatever a client supplied must be escaped or sanitised before. */
    static Result html(String html) {
        return ResultValue.of(html, ServerResponse.HTML);
    }

    /** Records, maps, lists, arrays, optionals, enums, numbers, texts and times, in one another. */
    static Result json(Object value) {
        return ResultValue.of(new ResultValue.Json(value), ServerResponse.JSON);
    }

    static Result bytes(byte[] bytes, String mediaType) {
        return ResultValue.of(bytes, mediaType);
    }

    /** Sent while it is read, and closed in the end. If it breaks midway the client's connection is cut off. */
    static Result stream(InputStream in, String mediaType) {
        return ResultValue.of(in, mediaType);
    }

    /** Each text a line, sent as soon as the stream has it: for tables, JSON lines or {@code text/event-stream}. */
    static Result lines(Stream<String> lines, String mediaType) {
        return stream(new LineStream(lines), mediaType);
    }

    /** No body: 204, unless another status is given. */
    static Result nothing() {
        return ResultValue.NOTHING;
    }

    /** With this status, from 200 to 599. */
    Result status(int code);

    /** With one header more. Length, connection and transfer encoding are the server's own. */
    Result header(String name, String value);
}
