package faas.gateway.proxy;

import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Problem;
import faas.gateway.routing.Route;
import org.jspecify.annotations.Nullable;

/** Refuses calls while the memory for them is used up. */
public final class MemoryAdmission implements Admission {
    @Override
    public @Nullable Refusal check(Call call, Route route) {
        return call.request().loop().memory().isShort() ? new Refusal(new Problem.Overloaded()) : null;
    }
}
