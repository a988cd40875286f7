package faas.gateway.http.h1;

import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.MessageHead;
import io.undertow.util.HttpString;

/** The request line and the fields of a request. */
final class RequestHead extends MessageHead {
    private final HttpString method;
    private final String target;

    RequestHead(HttpString method, String target, boolean http11) {
        super(http11);
        this.method = method;
        this.target = target;
    }

    HttpString method() {
        return method;
    }

    String target() {
        return target;
    }

    boolean isPersistent() {
        return wantsKeepAlive();
    }

    BodyFraming framing() {
        if (isChunked()) {
            return new BodyFraming.Chunked();
        }
        return length() > 0 ? new BodyFraming.Sized(length()) : new BodyFraming.None();
    }
}
