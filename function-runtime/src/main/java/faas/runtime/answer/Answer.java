package faas.runtime.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** A finished answer: status, media type and body. The media type is empty where there is no body. */
public record Answer(int status, String mediaType, ByteBuffer body) implements Reply {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";

    public Answer {
        body = body.asReadOnlyBuffer();
    }

    public static Answer text(String text) {
        return text(200, text);
    }

    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, UTF_8.encode(text));
    }

    public static Answer html(String html) {
        return new Answer(200, HTML, UTF_8.encode(html));
    }

    public static Answer json(int status, String json) {
        return new Answer(status, JSON, UTF_8.encode(json));
    }

    /** The function worked and has nothing to say. */
    public static Answer nothing() {
        return new Answer(204, "", ByteBuffer.allocate(0));
    }

    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }
}
