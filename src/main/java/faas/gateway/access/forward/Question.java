package faas.gateway.access.forward;

import faas.gateway.credentials.Sha256;
import faas.gateway.http1.Fields;
import faas.gateway.http1.PathSegments;
import faas.gateway.http1.Provenance;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Origin;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the service is asked about a call: the fields of its head, and where it comes from and goes to.
 *
 * @param fields without the call id, so that they are the same for the same call again
 */
record Question(Fields fields) {
    private static final HttpString METHOD = new HttpString("X-Forwarded-Method");
    private static final HttpString URI = new HttpString("X-Forwarded-Uri");
    private static final HttpString X_REAL_IP = new HttpString("X-Real-IP");
    private static final HttpString TRACEPARENT = new HttpString("traceparent");
    private static final HttpString TRACESTATE = new HttpString("tracestate");

    /** Fields of one connection, of the body, and those that the client of the service sets. */
    private static final Set<HttpString> DROPPED = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            new HttpString("Proxy-Connection"),
            Headers.PROXY_AUTHORIZATION,
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            new HttpString("HTTP2-Settings"),
            Headers.EXPECT,
            Headers.HOST,
            Headers.CONTENT_LENGTH,
            Headers.ACCEPT_ENCODING,
            TRACEPARENT,
            TRACESTATE);

    /** Whether the service and the function may read the path differently: one may resolve what the other takes as it is. */
    static boolean isAmbiguous(String target) {
        return Arrays.asList(PathSegments.of(target)).contains("..");
    }

    static Question of(Call call) {
        Fields from = call.request().fields();
        Set<HttpString> named = new HashSet<>(call.withheld());
        from.listed(Headers.CONNECTION).stream()
                .filter(option -> !option.isEmpty())
                .forEach(option -> named.add(new HttpString(option.toLowerCase(Locale.ROOT))));
        Fields fields = new Fields();
        for (int i = 0; i < from.size(); i++) {
            HttpString name = from.name(i);
            if (!DROPPED.contains(name) && !named.contains(name) && !Provenance.isClaim(name)) {
                fields.add(name, from.value(i));
            }
        }
        Origin origin = call.origin();
        fields.add(METHOD, call.request().method().toString())
                .add(URI, "/" + call.function() + call.target())
                .add(Headers.X_FORWARDED_PROTO, origin.scheme())
                .add(Headers.X_FORWARDED_FOR, origin.forwardedFor())
                .add(X_REAL_IP, origin.realIp());
        if (origin.host() != null) {
            fields.add(Headers.X_FORWARDED_HOST, origin.host());
        }
        return new Question(fields);
    }

    /** A text that is the same only for the same question. */
    String digest() {
        // No value has a line's end.
        return Sha256.hex(fields.toString());
    }
}
