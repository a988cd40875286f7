package faas.gateway.proxy;

import faas.gateway.proxy.call.Call;
import faas.gateway.routing.Route;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call may go on to its function. Admissions are asked in order, on the call's IO thread, once its route is
 * known and before anything is done for it.
 */
@FunctionalInterface
public interface Admission {
    /** What happens instead or before; null if the call goes on. Must not block. */
    @Nullable
    Decision check(Call call, Route route);

    /** The refusal of a call to an unknown function whose client may not learn that it is unknown; else null. Must not block. */
    default @Nullable Refusal checkUnknown(Call call) {
        return null;
    }
}
