package faas;

import static java.nio.charset.StandardCharsets.UTF_8;

import faas.runtime.json.JsonFault;
import faas.runtime.json.JsonText;
import faas.runtime.response.Content;
import faas.runtime.response.Header;
import faas.runtime.response.NumberText;
import faas.runtime.response.ServerResponse;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Renders the value that a function returned as a response. */
final class ResultRenderer {

    private static final int FIRST_STATUS = 200;
    private static final int LAST_STATUS = 599;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** The server sets these itself. A second value would make the response ambiguous. */
    private static final List<String> OWN_HEADERS = List.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer", "content-type");

    private ResultRenderer() {}

    /** Whether values of the declared type may be rendered. For a general type, each value decides. */
    static boolean mayRender(Class<?> declared) {
        if (declared.isPrimitive() || declared == String.class || declared == Object.class || declared.isArray()) {
            return true;
        }
        for (Class<?> type : List.of(
                Result.class,
                CharSequence.class,
                Number.class,
                Boolean.class,
                Character.class,
                Void.class,
                Record.class,
                Map.class,
                Iterable.class,
                InputStream.class,
                Enum.class,
                Optional.class,
                OptionalInt.class,
                OptionalLong.class,
                OptionalDouble.class,
                UUID.class,
                TemporalAccessor.class,
                TemporalAmount.class)) {
            if (type.isAssignableFrom(declared) || declared.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    static ServerResponse response(@Nullable Object value, boolean asJson) throws UnsupportedResult {
        if (value == null) {
            return ServerResponse.nothing();
        }
        if (value instanceof ResultValue result) {
            return response(result);
        }
        if (value instanceof Optional<?> optional) {
            return response(optional.orElse(null), asJson);
        }
        if (value instanceof OptionalInt optional) {
            return response(optional.isPresent() ? optional.getAsInt() : null, asJson);
        }
        if (value instanceof OptionalLong optional) {
            return response(optional.isPresent() ? optional.getAsLong() : null, asJson);
        }
        if (value instanceof OptionalDouble optional) {
            return response(optional.isPresent() ? optional.getAsDouble() : null, asJson);
        }
        if (value instanceof byte[] bytes) {
            return bytes(bytes, ServerResponse.BYTES, List.of(), FIRST_STATUS);
        }
        if (value instanceof InputStream in) {
            return new ServerResponse(FIRST_STATUS, ServerResponse.BYTES, List.of(), new Content.Stream(in));
        }
        return asJson || !isOneText(value)
                ? ServerResponse.json(FIRST_STATUS, json(value))
                : ServerResponse.text(text(value));
    }

    /** A record, a map or an iterable is structured, whatever else it is. */
    private static boolean isOneText(Object value) {
        boolean hasParts = value instanceof Record || value instanceof Map<?, ?> || value instanceof Iterable<?>;
        return !hasParts
                && (value instanceof CharSequence
                        || value instanceof Number
                        || value instanceof Boolean
                        || value instanceof Character
                        || value instanceof Enum<?>
                        || value instanceof UUID
                        || value instanceof TemporalAccessor
                        || value instanceof TemporalAmount);
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return NumberText.of(number);
        }
        return value instanceof Float number ? NumberText.of(number) : value.toString();
    }

    private static ServerResponse response(ResultValue result) throws UnsupportedResult {
        if (result.status() < FIRST_STATUS || result.status() > LAST_STATUS) {
            throw new UnsupportedResult("the result's status is " + result.status() + ": it must be from 200 to 599");
        }
        check(result.headers());
        if (result.body().isEmpty() || result.status() == NO_CONTENT || result.status() == NOT_MODIFIED) {
            ServerResponse nothing = ServerResponse.nothing(result.status());
            return new ServerResponse(nothing.status(), nothing.mediaType(), result.headers(), nothing.content());
        }
        Object body = result.body().get();
        return body instanceof InputStream in
                ? new ServerResponse(result.status(), result.mediaType(), result.headers(), new Content.Stream(in))
                : bytes(bytes(body), result.mediaType(), result.headers(), result.status());
    }

    private static byte[] bytes(Object body) throws UnsupportedResult {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        String text = body instanceof ResultValue.Json(Object value) ? json(value) : body.toString();
        return text.getBytes(UTF_8);
    }

    private static ServerResponse bytes(byte[] bytes, String mediaType, List<Header> headers, int status)
            throws UnsupportedResult {
        check(List.of(new Header("media-type", mediaType)));
        return new ServerResponse(status, mediaType, headers, new Content.Bytes(ByteBuffer.wrap(bytes)));
    }

    private static String json(Object value) throws UnsupportedResult {
        try {
            return JsonText.of(value, NumberText::of);
        } catch (JsonFault fault) {
            throw new UnsupportedResult("the result is a " + value.getClass().getName()
                    + ", which cannot be sent as a response: " + fault.getMessage());
        }
    }

    private static void check(List<Header> headers) throws UnsupportedResult {
        for (Header header : headers) {
            if (OWN_HEADERS.contains(header.name().toLowerCase(java.util.Locale.ROOT))) {
                throw new UnsupportedResult("the result sets " + header.name() + ", which only the server may set");
            }
            if (!isToken(header.name()) || !isPrintable(header.value())) {
                throw new UnsupportedResult("the result has an invalid header: " + header.name());
            }
        }
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7F || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
