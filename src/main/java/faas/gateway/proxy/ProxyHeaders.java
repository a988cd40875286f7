package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import faas.gateway.wire.AnswerHead;
import faas.gateway.wire.RequestHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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

    /** Writes the request's first line and fields as the function gets them, but for those that frame its body. */
    static void toFunction(Call call, Upstream upstream, RequestHead head) {
        HttpServerExchange exchange = call.exchange();
        head.begin(exchange.getRequestMethod(), upstream.policy().path(), call.target());
        HeaderMap from = exchange.getRequestHeaders();
        Set<HttpString> named = namedByConnection(from.get(Headers.CONNECTION));
        for (long at = from.fastIterateNonEmpty(); at != -1L; at = from.fiNextNonEmpty(at)) {
            HeaderValues field = from.fiCurrent(at);
            HttpString name = field.getHeaderName();
            if (!REQUEST_ONLY_HERE.contains(name) && !named.contains(name)) {
                for (int i = 0; i < field.size(); i++) {
                    head.field(name, field.get(i));
                }
            }
        }
        if (!from.contains(Headers.HOST)) {
            // An HTTP/1.0 caller may leave it out; the function is called in HTTP/1.1, which demands it.
            head.field(Headers.HOST, upstream.endpoint().authority());
        }
        head.field(Call.ID_FIELD, call.id());
    }

    /** The status and the fields of the answer as the caller gets them. */
    static void toCaller(AnswerHead answer, Call call) {
        call.exchange().setStatusCode(answer.status());
        HeaderMap to = call.exchange().getResponseHeaders();
        passing(answer, to::add);
        if (answer.isChunked()) {
            // It overrides a length (RFC 9112 §6.3), which would now be wrong.
            to.remove(Headers.CONTENT_LENGTH);
        }
        to.put(Call.ID_FIELD, call.id());
    }

    /** Hands over the fields of an answer that concern more than the connection it came on. */
    static void passing(AnswerHead answer, BiConsumer<HttpString, String> to) {
        Set<HttpString> named = namedByConnection(answer.all(Headers.CONNECTION));
        for (int i = 0; i < answer.size(); i++) {
            HttpString name = answer.name(i);
            if (!ANSWER_ONLY_HERE.contains(name) && !named.contains(name)) {
                to.accept(name, answer.value(i));
            }
        }
    }

    /** Further fields that the {@code Connection} field declares to concern one connection only. */
    private static Set<HttpString> namedByConnection(@Nullable List<String> connection) {
        if (connection == null) {
            return Set.of();
        }
        Set<HttpString> named = Set.of();
        for (String value : connection) {
            for (String option : value.split(",", -1)) {
                String name = option.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !NEVER_NAMED.contains(name)) {
                    named = named.isEmpty() ? new HashSet<>() : named;
                    named.add(new HttpString(name));
                }
            }
        }
        return named;
    }
}
