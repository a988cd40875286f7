package faas.gateway.admin.page;

import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The response of a page. */
public sealed interface PageResponse {
    /** A complete response; never compared with another. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(int status, Fields fields, byte[] body) implements PageResponse {
        /** The same with a further field. */
        public Content with(HttpString name, String value) {
            return new Content(status, new Fields().addAll(fields).add(name, value), body);
        }
    }

    /**
     * A response with status 200 whose end is not known at its beginning.
     *
     * @param limit how long it may take; it is ended after that
     * @param readTimeout how long the client may read nothing while bytes wait for it; it is cut off after that
     */
    record Stream(Fields fields, Duration limit, Duration readTimeout, Source source) implements PageResponse {}

    /** Produces the bytes of a stream. It may block; it is interrupted when its time is over or the client is gone. */
    @FunctionalInterface
    interface Source {
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /** Takes the bytes of a stream. */
    @FunctionalInterface
    interface Sink {
        /** Waits until the client has read most of what was written before. */
        void write(byte[] bytes) throws IOException, InterruptedException;
    }

    /** A stream whose client may read as slowly as its connection allows. */
    static Stream stream(String contentType, Duration limit, Source source) {
        return new Stream(new Fields().add(Headers.CONTENT_TYPE, contentType), limit, limit, source);
    }

    static Content text(int status, String body) {
        return content(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** The value as JSON, with status 200. */
    static Content json(Object value) {
        return content(200, "application/json", PageJson.bytes(value));
    }

    static Content content(int status, String contentType, byte[] body) {
        return new Content(status, new Fields().add(Headers.CONTENT_TYPE, contentType), body);
    }
}
