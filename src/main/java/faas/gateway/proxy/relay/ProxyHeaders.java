package faas.gateway.proxy.relay;

import faas.gateway.http1.Fields;
import faas.gateway.http1.HeadWriter;
import faas.gateway.http1.Provenance;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Origin;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.ResponseHead;
import faas.gateway.trace.CallTrace;
import faas.gateway.trace.Tracing;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which fields pass on, and which the gateway adds. */
final class ProxyHeaders {
    private static final HttpString PROXY_CONNECTION = new HttpString("Proxy-Connection");
    private static final HttpString X_REAL_IP = new HttpString("X-Real-IP");
    private static final HttpString X_CALLER = new HttpString("X-Caller");

    /** On a 503: the function has not taken the call. */
    private static final HttpString NOT_TAKEN = new HttpString("X-Not-Taken");

    /**
     * Fields of one connection only (RFC 9110 §7.6.1), and those that the gateway handles itself: the expectation, the trace
     * and the call id.
     */
    private static final Set<HttpString> REQUEST_HOP_BY_HOP = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            PROXY_CONNECTION,
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            Headers.PROXY_AUTHORIZATION,
            Headers.EXPECT,
            Tracing.TRACEPARENT,
            Tracing.TRACESTATE,
            Call.ID_FIELD);

    private static final Set<HttpString> RESPONSE_HOP_BY_HOP = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            PROXY_CONNECTION,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            Headers.PROXY_AUTHENTICATE,
            Call.ID_FIELD);

    /** What the gateway itself says about the origin, whoever the client is. */
    private static final Set<HttpString> OWN_CLAIMS =
            Set.of(Headers.X_FORWARDED_FOR, X_REAL_IP, Headers.X_FORWARDED_PROTO, Headers.X_FORWARDED_HOST);

    /** Options of the connection, and fields without which a message would mean something else. */
    private static final Set<String> NEVER_NAMED = Set.of("close", "keep-alive", "host", "content-length");

    private ProxyHeaders() {}

    /** Whether the task says that it has not taken the call, so that sending it again does no harm. */
    static boolean isNotTaken(ResponseHead head) {
        return head.status() == StatusCodes.SERVICE_UNAVAILABLE
                && "true".equals(head.fields().first(NOT_TAKEN));
    }

    /** Writes the request line and the fields that the function gets, without those that frame the body. */
    static void toFunction(Call call, Upstream upstream, HeadWriter head) {
        CallRequest request = call.request();
        head.begin(request.method(), upstream.policy().path(), call.target());
        Fields from = request.fields();
        boolean trusted = call.origin().trusted();
        Call.Caller caller = call.caller();
        Set<HttpString> named = union(namedByConnection(from.listed(Headers.CONNECTION)), call.withheld());
        boolean host = false;
        for (int i = 0; i < from.size(); i++) {
            HttpString name = from.name(i);
            if (REQUEST_HOP_BY_HOP.contains(name) || named.contains(name) || isRefusedClaim(name, trusted)) {
                continue;
            }
            host |= name.length() == 4 && name.equals(Headers.HOST);
            head.field(name, from.value(i));
        }
        if (!host) {
            // An HTTP/1.0 client may omit it; the function is called with HTTP/1.1, which requires it.
            head.field(Headers.HOST, upstream.endpoint().authority());
        }
        Origin origin = call.origin();
        head.field(Headers.X_FORWARDED_FOR, origin.forwardedFor());
        head.field(X_REAL_IP, origin.realIp());
        head.field(Headers.X_FORWARDED_PROTO, origin.scheme());
        if (origin.host() != null) {
            head.field(Headers.X_FORWARDED_HOST, origin.host());
        }
        head.field(Call.ID_FIELD, call.id());
        if (caller != null) {
            head.field(X_CALLER, caller.name());
            Fields claims = caller.claims();
            for (int i = 0; i < claims.size(); i++) {
                head.field(claims.name(i), claims.value(i));
            }
        }
        CallTrace trace = call.trace();
        String parent = trace.parentForTask();
        if (!parent.isEmpty()) {
            head.field(Tracing.TRACEPARENT, parent);
            trace.states().forEach(state -> head.field(Tracing.TRACESTATE, state));
        }
    }

    private static boolean isRefusedClaim(HttpString name, boolean trusted) {
        return Provenance.isClaim(name)
                && (!trusted
                        || OWN_CLAIMS.contains(name)
                        || Provenance.hasUnderscore(name)
                        || Provenance.isCaller(name));
    }

    private static Set<HttpString> union(Set<HttpString> one, Set<HttpString> other) {
        if (other.isEmpty()) {
            return one;
        }
        if (one.isEmpty()) {
            return other;
        }
        Set<HttpString> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** The fields of the response that the client gets. */
    static Fields toClient(ResponseHead response, Call call) {
        Fields own = call.responseFields();
        Fields fields = own.size() == 0 ? passing(response) : without(passing(response), own);
        return fields.add(Call.ID_FIELD, call.id()).addAll(own);
    }

    /** What the gateway says takes the place of what the function says, but for lists. */
    private static Fields without(Fields fields, Fields own) {
        Fields left = new Fields();
        for (int i = 0; i < fields.size(); i++) {
            if (!own.contains(fields.name(i)) || fields.name(i).equals(Headers.VARY)) {
                left.add(fields.name(i), fields.value(i));
            }
        }
        return left;
    }

    /** The fields of a response that are not of one connection only. */
    static Fields passing(ResponseHead response) {
        Fields from = response.fields();
        Set<HttpString> named = namedByConnection(from.listed(Headers.CONNECTION));
        Fields fields = new Fields();
        for (int i = 0; i < from.size(); i++) {
            HttpString name = from.name(i);
            boolean announcesTrailers = response.isChunked() && name.equals(Headers.TRAILER);
            if (announcesTrailers || (!RESPONSE_HOP_BY_HOP.contains(name) && !named.contains(name))) {
                fields.add(name, from.value(i));
            }
        }
        return fields;
    }

    /** Further fields that the {@code Connection} field names. */
    private static Set<HttpString> namedByConnection(List<String> options) {
        if (options.isEmpty()) {
            return Set.of();
        }
        Set<HttpString> named = Set.of();
        for (String option : options) {
            String name = option.toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !NEVER_NAMED.contains(name)) {
                named = named.isEmpty() ? new HashSet<>() : named;
                named.add(new HttpString(name));
            }
        }
        return named;
    }
}
