package faas.gateway.http;

import faas.gateway.http1.BodyFraming;
import faas.gateway.proxy.CallRequest;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** Decides whether a well-formed request may be forwarded to a function. */
final class RequestValidator {
    private final long maxBodyBytes;

    RequestValidator(long maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Why the request is refused; null if it is accepted. */
    @Nullable
    Problem problem(CallRequest request, FunctionPath path) {
        if (request.method().equals(Methods.TRACE)) {
            return new CallerMistake.NoTrace();
        }
        if (path.isReserved()) {
            return new CallerMistake.ReservedPath(path.name());
        }
        if (request.framing() instanceof BodyFraming.Sized(long bytes) && bytes > maxBodyBytes) {
            return new CallerMistake.BodyTooLarge(maxBodyBytes);
        }
        return null;
    }
}
