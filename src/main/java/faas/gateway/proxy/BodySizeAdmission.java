package faas.gateway.proxy;

import faas.gateway.http1.BodyFraming;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.routing.Route;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body that is declared longer than it may be. One of undeclared length is cut off when it turns out to be too long.
 *
 * @param maxBytes the limit, in bytes
 */
public record BodySizeAdmission(long maxBytes) implements Admission {
    @Override
    public @Nullable Refusal check(Call call, Route route) {
        return call.request().framing() instanceof BodyFraming.Sized(long bytes) && bytes > maxBytes
                ? new Refusal(new ClientError.BodyTooLarge(maxBytes))
                : null;
    }
}
