package faas.runtime.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** A response. The media type is empty if there is no body. */
public record ServerResponse(int status, String mediaType, List<Header> headers, Content content) implements Reply {

    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String HTML = "text/html; charset=utf-8";
    public static final String JSON = "application/json";
    public static final String PROBLEM = "application/problem+json";
    public static final String BYTES = "application/octet-stream";

    private static final Content NOTHING = new Content.Bytes(ByteBuffer.allocate(0));

    public ServerResponse {
        headers = List.copyOf(headers);
    }

    public static ServerResponse text(String text) {
        return text(200, text);
    }

    public static ServerResponse text(int status, String text) {
        return of(status, TEXT, text);
    }

    public static ServerResponse json(int status, String json) {
        return of(status, JSON, json);
    }

    public static ServerResponse of(int status, String mediaType, String text) {
        return new ServerResponse(status, mediaType, List.of(), new Content.Bytes(UTF_8.encode(text)));
    }

    /** The function succeeded without a result. */
    public static ServerResponse nothing() {
        return nothing(204);
    }

    public static ServerResponse nothing(int status) {
        return new ServerResponse(status, "", List.of(), NOTHING);
    }

    public boolean isStream() {
        return content instanceof Content.Stream;
    }
}
