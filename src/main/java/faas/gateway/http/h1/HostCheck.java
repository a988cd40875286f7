package faas.gateway.http.h1;

import faas.gateway.http.reply.Targets;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** Whether a request names one host only (RFC 9112 §3.2). */
final class HostCheck {
    private HostCheck() {}

    /** What is wrong with it, as a sentence; null if nothing is. */
    static @Nullable String mistake(RequestHead head) {
        int hosts = head.fields().count(Headers.HOST);
        if (hosts > 1) {
            return "There are several Hosts.";
        }
        String host = head.fields().first(Headers.HOST);
        if (host == null) {
            return head.isHttp11() ? "There is no Host." : null;
        }
        if (!Targets.isHost(host)) {
            return "Host is not a host, perhaps with a port.";
        }
        if (head.method().equals(Methods.CONNECT)) {
            return null;
        }
        String authority = Targets.authority(head.target());
        return authority == null || authority.equalsIgnoreCase(host)
                ? null
                : "Host is another one than that of the request's target.";
    }
}
