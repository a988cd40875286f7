package faas;

import static java.nio.charset.StandardCharsets.UTF_8;

import faas.runtime.answer.Answer;
import faas.runtime.answer.Content;
import faas.runtime.answer.Header;
import faas.runtime.answer.NumberText;
import faas.runtime.json.JsonFault;
import faas.runtime.json.JsonText;
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

/** What a function returned, as the answer to its caller. */
final class Rendering {

    private static final int FIRST_STATUS = 200;
    private static final int LAST_STATUS = 599;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** The server sets these itself: a second opinion would let the answer be read in two ways. */
    private static final List<String> OWN_HEADERS = List.of(
            "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer", "content-type");

    private Rendering() {}

    /** Whether values of this declared type may have an answer; a general type is decided call by call. */
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

    static Answer answer(@Nullable Object value, boolean asJson) throws Unanswerable {
        return switch (value) {
            case null -> Answer.nothing();
            case ResultValue result -> answer(result);
            case Optional<?> optional -> answer(optional.orElse(null), asJson);
            case OptionalInt optional -> answer(optional.isPresent() ? optional.getAsInt() : null, asJson);
            case OptionalLong optional -> answer(optional.isPresent() ? optional.getAsLong() : null, asJson);
            case OptionalDouble optional -> answer(optional.isPresent() ? optional.getAsDouble() : null, asJson);
            case byte[] bytes -> bytes(bytes, Answer.BYTES, List.of(), FIRST_STATUS);
            case InputStream in -> new Answer(FIRST_STATUS, Answer.BYTES, List.of(), new Content.Stream(in));
            case Record _, Map<?, ?> _, Iterable<?> _ -> Answer.json(FIRST_STATUS, json(value));
            case CharSequence _,
                    Number _,
                    Boolean _,
                    Character _,
                    Enum<?> _,
                    UUID _,
                    TemporalAccessor _,
                    TemporalAmount _ -> asJson ? Answer.json(FIRST_STATUS, json(value)) : Answer.text(text(value));
            default -> Answer.json(FIRST_STATUS, json(value));
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number -> NumberText.of(number);
            case Float number -> NumberText.of(number);
            default -> value.toString();
        };
    }

    private static Answer answer(ResultValue result) throws Unanswerable {
        if (result.status() < FIRST_STATUS || result.status() > LAST_STATUS) {
            throw new Unanswerable("the result's status is " + result.status() + ": it must be from 200 to 599");
        }
        check(result.headers());
        if (result.body().isEmpty() || result.status() == NO_CONTENT || result.status() == NOT_MODIFIED) {
            Answer nothing = Answer.nothing(result.status());
            return new Answer(nothing.status(), nothing.mediaType(), result.headers(), nothing.content());
        }
        return switch (result.body().get()) {
            case InputStream in ->
                new Answer(result.status(), result.mediaType(), result.headers(), new Content.Stream(in));
            case byte[] bytes -> bytes(bytes, result.mediaType(), result.headers(), result.status());
            case ResultValue.Json value ->
                bytes(json(value.value()).getBytes(UTF_8), result.mediaType(), result.headers(), result.status());
            case Object text ->
                bytes(text.toString().getBytes(UTF_8), result.mediaType(), result.headers(), result.status());
        };
    }

    private static Answer bytes(byte[] bytes, String mediaType, List<Header> headers, int status) throws Unanswerable {
        check(List.of(new Header("media-type", mediaType)));
        return new Answer(status, mediaType, headers, new Content.Bytes(ByteBuffer.wrap(bytes)));
    }

    private static String json(Object value) throws Unanswerable {
        try {
            return JsonText.of(value, NumberText::of);
        } catch (JsonFault fault) {
            throw new Unanswerable("the result is a " + value.getClass().getName()
                    + ", of which no answer can be made: " + fault.getMessage());
        }
    }

    private static void check(List<Header> headers) throws Unanswerable {
        for (Header header : headers) {
            if (OWN_HEADERS.contains(header.name().toLowerCase(java.util.Locale.ROOT))) {
                throw new Unanswerable("the result sets " + header.name() + ", which is the server's own");
            }
            if (!isToken(header.name()) || !isPrintable(header.value())) {
                throw new Unanswerable("the result has a header that cannot be sent: " + header.name());
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
