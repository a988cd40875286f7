package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import faas.gateway.wire.RequestBody;
import faas.gateway.wire.RequestHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Optional;

/** A call as the task gets it: its fields, and those that the gateway itself says to the task. */
final class TaskRequest {
    private TaskRequest() {}

    /**
     * Writes the head.
     *
     * @param upgrade the protocols to ask for instead of HTTP
     * @param expectGoAhead whether the task is to say that it wants the body
     */
    static void write(
            RequestHead head,
            Call call,
            Upstream upstream,
            RequestBody body,
            Optional<String> upgrade,
            boolean expectGoAhead) {
        ProxyHeaders.toFunction(call, upstream, head);
        HeaderMap from = call.exchange().getRequestHeaders();
        if (body instanceof RequestBody.Chunked) {
            head.field(Headers.TRANSFER_ENCODING, "chunked");
            HeaderValues trailers = from.get(Headers.TRAILER);
            if (trailers != null) {
                trailers.forEach(names -> head.field(Headers.TRAILER, names));
            }
        }
        boolean trailersWelcome = Trailers.areWelcome(from.get(Headers.TE));
        if (trailersWelcome) {
            head.field(Headers.TE, "trailers");
        }
        if (upgrade.isPresent()) {
            head.field(Headers.UPGRADE, upgrade.get());
            head.field(Headers.CONNECTION, trailersWelcome ? "Upgrade, TE" : "Upgrade");
        } else if (trailersWelcome) {
            head.field(Headers.CONNECTION, "TE");
        }
        if (expectGoAhead) {
            head.field(Headers.EXPECT, HttpContinue.CONTINUE);
        }
        head.end();
    }

    /** How the caller's body goes on; what has no length goes in chunks. */
    static RequestBody body(HttpServerExchange exchange) {
        if (exchange.isRequestComplete()) {
            return new RequestBody.None();
        }
        long length = exchange.getRequestContentLength();
        return length < 0 ? new RequestBody.Chunked() : new RequestBody.Sized(length);
    }
}
