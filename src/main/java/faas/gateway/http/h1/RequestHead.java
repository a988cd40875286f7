package faas.gateway.http.h1;

import faas.gateway.http.reply.Targets;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.MessageHead;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** The request line and fields of a request. */
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

    /** What is wrong with the host that it names (RFC 9112 §3.2), as a sentence; null if nothing is. */
    @Nullable
    String hostError() {
        int hosts = fields().count(Headers.HOST);
        if (hosts > 1) {
            return "The request has more than one Host field.";
        }
        String host = fields().first(Headers.HOST);
        if (host == null) {
            return isHttp11() ? "The request has no Host field." : null;
        }
        if (!Targets.isHost(host)) {
            return "The Host field is not a host with an optional port.";
        }
        if (method.equals(Methods.CONNECT)) {
            return null;
        }
        String authority = Targets.authority(target);
        return authority == null || authority.equalsIgnoreCase(host)
                ? null
                : "The Host field differs from the host of the request target.";
    }
}
