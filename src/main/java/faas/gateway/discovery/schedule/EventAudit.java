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
    private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

    private Scope reported = Scope.NOTHING;
    private Scope previouslyReported = Scope.NOTHING;
    private Set<String> unexplained = Set.of();
    private OptionalLong lastFoundNanos = OptionalLong.empty();

    /** Events were heard about these services. */
    public void recordEvents(Scope scope) {
        reported = reported.plus(scope);
    }

    /**
     * A reading of everything found that services were created, updated or removed; whether the stream is to be opened
     * anew, which it says once a minute at most.
     */
    public boolean hasMissedEvents(Set<String> revised, long nowNanos) {
        Scope explained = reported.plus(previouslyReported);
        Set<String> missing = withoutExplained(unexplained, reported);
        unexplained = withoutExplained(revised, explained);
        previouslyReported = reported;
        reported = Scope.NOTHING;
        boolean early =
                lastFoundNanos.isPresent() && nowNanos - lastFoundNanos.getAsLong() < MIN_INTERVAL.toNanos();
        if (missing.isEmpty() || early) {
            return false;
        }
        lastFoundNanos = OptionalLong.of(nowNanos);
        return true;
    }

    private static Set<String> withoutExplained(Set<String> ids, Scope explained) {
        Set<String> left = new HashSet<>(ids);
        left.removeIf(explained::covers);
        return left;
    }
}
