package faas;

import faas.runtime.response.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The only implementation of {@link Result}.
 *
 * @param body a string, a {@link Json}, bytes or a stream
 */
record ResultValue(int status, String mediaType, List<Header> headers, Optional<Object> body) implements Result {

    static final ResultValue NOTHING = new ResultValue(204, "", List.of(), Optional.empty());

    /** A value to be rendered as JSON. */
    record Json(Object value) {}

    ResultValue {
        headers = List.copyOf(headers);
    }

    static ResultValue of(Object body, String mediaType) {
        return new ResultValue(200, mediaType, List.of(), Optional.of(body));
    }

    @Override
    public Result status(int code) {
        return new ResultValue(code, mediaType, headers, body);
    }

    @Override
    public Result header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new ResultValue(status, mediaType, more, body);
    }
}
