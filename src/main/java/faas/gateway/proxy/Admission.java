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

    /** Why a call that names no function is refused instead of being told so; null if it is told. Must not block. */
    default @Nullable Refusal checkUnknown(Call call) {
        return null;
    }
}
