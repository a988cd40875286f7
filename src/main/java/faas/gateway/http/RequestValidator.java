package faas.gateway.http;

import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** Which requests the gateway refuses, whichever function they name. */
final class RequestValidator {
    private RequestValidator() {}

    /** Why the request is refused; null if it is not. */
    static @Nullable Problem error(CallRequest request) {
        if (request.method().equals(Methods.TRACE)) {
            return new ClientError.NoTrace();
        }
        return request.method().equals(Methods.CONNECT) ? new ClientError.NoTunnel() : null;
    }
}
