package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientRequest;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.util.Optional;

/** A call as the task gets it: its fields, and those that the gateway itself says to the task. */
final class TaskRequest {
    private TaskRequest() {}

    /**
     * @param upgrade the protocols to ask for instead of HTTP
     * @param expectGoAhead whether the task is to say that it wants the body
     */
    static ClientRequest of(Call call, Upstream upstream, Optional<String> upgrade, boolean expectGoAhead) {
        ClientRequest request = ProxyHeaders.toFunction(call, upstream);
        HeaderMap from = call.exchange().getRequestHeaders();
        HeaderMap to = request.getRequestHeaders();
        Trailers.welcome(from, to);
        if (to.contains(Headers.TRANSFER_ENCODING)) {
            Trailers.announce(from, to);
        }
        upgrade.ifPresent(protocols -> Upgrade.ask(to, protocols));
        if (expectGoAhead) {
            to.put(Headers.EXPECT, HttpContinue.CONTINUE);
        }
        return request;
    }
}
