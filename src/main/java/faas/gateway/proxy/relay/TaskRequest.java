package faas.gateway.proxy.relay;

import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.HeadWriter;
import faas.gateway.proxy.call.Call;
import faas.gateway.routing.Upstream;
import io.undertow.util.Headers;
import java.util.Optional;

/** The head of a request to a task. */
final class TaskRequest {
    private TaskRequest() {}

    /**
     * Writes the head.
     *
     * @param upgrade the protocols to request instead of HTTP
     * @param expectContinue whether to ask the task for a 100 before the body
     */
    static void write(
            HeadWriter head,
            Call call,
            Upstream upstream,
            BodyFraming body,
            Optional<String> upgrade,
            boolean expectContinue) {
        ProxyHeaders.toFunction(call, upstream, head);
        Fields from = call.request().fields();
        if (body instanceof BodyFraming.Chunked) {
            head.field(Headers.TRANSFER_ENCODING, "chunked");
            from.all(Headers.TRAILER).forEach(names -> head.field(Headers.TRAILER, names));
        }
        boolean trailersWelcome = Trailers.areWelcome(from.listed(Headers.TE));
        if (trailersWelcome) {
            head.field(Headers.TE, "trailers");
        }
        if (upgrade.isPresent()) {
            head.field(Headers.UPGRADE, upgrade.get());
            head.field(Headers.CONNECTION, trailersWelcome ? "Upgrade, TE" : "Upgrade");
        } else if (trailersWelcome) {
            head.field(Headers.CONNECTION, "TE");
        }
        if (expectContinue) {
            head.field(Headers.EXPECT, "100-continue");
        }
        head.end();
    }
}
