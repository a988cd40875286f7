package faas.gateway.discovery.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether the stream of events tells what readings find. Not thread-safe.
 *
 * <p>Docker's own watch of the Swarm can end in silence: the stream stays open, and events of containers go on coming,
 * but none of services. Each change of a service has its event, at most some 10 ms after a reading could find it; so one
 * that has not come by the reading after the next is missing.
 */
public final class EventAudit {
    /** A new stream costs the daemon little, but a reading of everything. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private Scope heard = Scope.NOTHING;
    private Scope heardBefore = Scope.NOTHING;
    private Set<String> unexplained = Set.of();
    private OptionalLong complainedNanos = OptionalLong.empty();

    /** Events were heard about these services. */
    public void heard(Scope scope) {
        heard = heard.plus(scope);
    }

    /**
     * A reading of everything found that services were created, updated or removed; whether the stream is to be opened
     * anew, which it says once a minute at most.
     */
    public boolean isDeaf(Set<String> revised, long nowNanos) {
        Scope explained = heard.plus(heardBefore);
        Set<String> missing = withoutExplained(unexplained, heard);
        unexplained = withoutExplained(revised, explained);
        heardBefore = heard;
        heard = Scope.NOTHING;
        boolean early =
                complainedNanos.isPresent() && nowNanos - complainedNanos.getAsLong() < BETWEEN_COMPLAINTS.toNanos();
        if (missing.isEmpty() || early) {
            return false;
        }
        complainedNanos = OptionalLong.of(nowNanos);
        return true;
    }

    private static Set<String> withoutExplained(Set<String> ids, Scope explained) {
        Set<String> left = new HashSet<>(ids);
        left.removeIf(explained::covers);
        return left;
    }
}
