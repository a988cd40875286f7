package faas.gateway.access.forward;

import faas.gateway.credentials.RecentlyUsed;
import faas.gateway.proxy.call.Call;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that the service has admitted just now, so that the same call again does not ask it again. Thread-safe. */
final class Admitted {
    /** What the service withdraws counts after that at the latest. */
    static final Duration KEPT = Duration.ofSeconds(5);

    /** Beyond it, the call that was made longest ago is forgotten. */
    static final int MAX_CALLS = 500;

    private record Admission(Call.Caller caller, long untilNanos) {}

    private final Map<String, Admission> byDigest = new RecentlyUsed<>(MAX_CALLS);

    synchronized void add(String digest, Call.Caller caller, long nowNanos) {
        byDigest.put(digest, new Admission(caller, nowNanos + KEPT.toNanos()));
    }

    /** Who makes the call, if it was admitted just now; else null. */
    synchronized Call.@Nullable Caller find(String digest, long nowNanos) {
        Admission admission = byDigest.get(digest);
        if (admission == null) {
            return null;
        }
        if (admission.untilNanos() - nowNanos < 0) {
            byDigest.remove(digest);
            return null;
        }
        return admission.caller();
    }
}
