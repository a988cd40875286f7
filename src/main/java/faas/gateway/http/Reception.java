package faas.gateway.http;

import faas.gateway.config.AddressBlock;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of each request whether it may go on, and readies the one that may: its body bounded, its origin told. */
final class Reception {
    private static final String FOLDED = "A field goes on in a second line.";

    private final long maxBodyBytes;
    private final ForwardedFields forwarded;

    Reception(long maxBodyBytes, List<AddressBlock> trustedProxies) {
        this.maxBodyBytes = maxBodyBytes;
        this.forwarded = new ForwardedFields(trustedProxies);
    }

    /** Has the body read as strictly as the head; must come before anything else that wraps the body. */
    void open(HttpServerExchange exchange) {
        if (exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            ChunkedBody.readStrictly(exchange, maxBodyBytes);
        }
    }

    /** The same for a body over HTTP/2, where Undertow sees to all but an undeclared length. */
    void openHttp2(HttpServerExchange exchange) {
        if (!exchange.isRequestComplete() && exchange.getRequestContentLength() < 0) {
            BoundedBody.bound(exchange, maxBodyBytes);
        }
    }

    /** Why the request is not taken; null if it is. */
    @Nullable
    Problem mistake(HttpServerExchange exchange, FunctionPath path) {
        Problem refusal = Http2Connection.refusal(exchange);
        if (refusal != null) {
            return refusal;
        }
        String mistake = FoldWatch.isFolded(exchange) ? FOLDED : HeadCheck.mistake(exchange);
        if (mistake != null) {
            exchange.setPersistent(false);
            return new CallerMistake.BadRequest(mistake);
        }
        if (exchange.getRequestMethod().equals(Methods.TRACE)) {
            return new CallerMistake.NoTrace();
        }
        if (path.isReserved()) {
            return new CallerMistake.ReservedPath(path.name());
        }
        if (exchange.getRequestContentLength() > maxBodyBytes) {
            return new CallerMistake.BodyTooLarge(maxBodyBytes);
        }
        forwarded.tell(exchange);
        return null;
    }
}
