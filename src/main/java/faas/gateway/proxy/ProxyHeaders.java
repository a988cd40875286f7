package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which fields go on, and which the gateway puts in. */
final class ProxyHeaders {
    private static final HttpString PROXY_CONNECTION = new HttpString("Proxy-Connection");

    /** What concerns one connection only (RFC 9110 §7.6.1), and the expectation, which the gateway meets itself. */
    private static final Set<HttpString> REQUEST_ONLY_HERE = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            PROXY_CONNECTION,
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            Headers.PROXY_AUTHORIZATION,
            Headers.EXPECT,
            Call.ID_FIELD);

    private static final Set<HttpString> ANSWER_ONLY_HERE = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            PROXY_CONNECTION,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            Headers.PROXY_AUTHENTICATE,
            Call.ID_FIELD);

    /** Options of the connection itself, fields without which a message is another one, and what the gateway put in. */
    private static final Set<String> NEVER_NAMED = Set.of(
            "close",
            "keep-alive",
            "host",
            "content-length",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-real-ip");

    private ProxyHeaders() {}

    /** The request as the function gets it; a body of unknown length goes on in chunks. */
    static ClientRequest toFunction(Call call, Upstream upstream) {
        HttpServerExchange exchange = call.exchange();
        ClientRequest request = new ClientRequest()
                .setMethod(exchange.getRequestMethod())
                .setPath(upstream.policy().path() + call.target());
        HeaderMap from = exchange.getRequestHeaders();
        HeaderMap to = request.getRequestHeaders();
        copy(from, to, REQUEST_ONLY_HERE);
        if (!exchange.isRequestComplete() && !to.contains(Headers.CONTENT_LENGTH)) {
            to.put(Headers.TRANSFER_ENCODING, "chunked");
        }
        if (!from.contains(Headers.HOST)) {
            // An HTTP/1.0 caller may leave it out; the function is called in HTTP/1.1, which demands it.
            to.put(Headers.HOST, upstream.endpoint().authority());
        }
        to.put(Call.ID_FIELD, call.id());
        return request;
    }

    /** The status and the fields of the answer as the caller gets them. */
    static void toCaller(ClientResponse response, Call call) {
        call.exchange().setStatusCode(response.getResponseCode());
        HeaderMap from = response.getResponseHeaders();
        HeaderMap to = call.exchange().getResponseHeaders();
        copy(from, to, ANSWER_ONLY_HERE);
        if (from.contains(Headers.TRANSFER_ENCODING)) {
            // It overrides a length (RFC 9112 §6.3), which would now be wrong.
            to.remove(Headers.CONTENT_LENGTH);
        }
        to.put(Call.ID_FIELD, call.id());
    }

    private static void copy(HeaderMap from, HeaderMap to, Set<HttpString> onlyHere) {
        Set<HttpString> named = namedByConnection(from);
        for (long at = from.fastIterateNonEmpty(); at != -1L; at = from.fiNextNonEmpty(at)) {
            HeaderValues field = from.fiCurrent(at);
            HttpString name = field.getHeaderName();
            if (onlyHere.contains(name) || named.contains(name)) {
                continue;
            }
            if (field.size() == 1) {
                to.put(name, field.getFirst());
            } else {
                to.putAll(name, field);
            }
        }
    }

    /** Further fields that the {@code Connection} field declares to concern one connection only. */
    private static Set<HttpString> namedByConnection(HeaderMap from) {
        HeaderValues connection = from.get(Headers.CONNECTION);
        if (connection == null) {
            return Set.of();
        }
        Set<HttpString> named = new HashSet<>();
        for (String value : connection) {
            for (String option : value.split(",", -1)) {
                String name = option.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !NEVER_NAMED.contains(name)) {
                    named.add(new HttpString(name));
                }
            }
        }
        return named;
    }
}
