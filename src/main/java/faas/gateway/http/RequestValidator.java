package faas.gateway.http;

import faas.gateway.http1.BodyFraming;
import faas.gateway.proxy.CallRequest;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** Whether a request that is proper as a message may go on to a function. */
final class RequestValidator {
    private final long maxBodyBytes;

    RequestValidator(long maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Why the request is refused; null if it is not. */
    @Nullable
    Problem mistake(CallRequest request, FunctionPath path) {
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
