package faas.gateway.discovery.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Detects an event stream that no longer delivers events of services. Not thread-safe.
 *
 * <p>Docker's own watch of the Swarm can end without a sign: the stream stays open and delivers events of containers, but
 * none of services. Each change of a service has an event, at most about 10 ms after a reading can find the change. An
 * event that has not arrived by the next full reading was therefore missed.
 */
public final class EventAudit {
    /** Between two reports: each reopens the stream, which causes a full reading. */
    private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

    private Scope reported = Scope.NOTHING;
    private Scope previouslyReported = Scope.NOTHING;
    private Set<String> unexplained = Set.of();
    private OptionalLong lastFoundNanos = OptionalLong.empty();

    /** Events about these services have arrived. */
    public void recordEvents(Scope scope) {
        reported = reported.plus(scope);
    }

    /**
     * Whether events were missed, so that the stream should be reopened; true once a minute at most.
     *
     * @param revised services that a full reading found created, updated or removed
     */
    public boolean hasMissedEvents(Set<String> revised, long nowNanos) {
        Scope explained = reported.plus(previouslyReported);
        Set<String> missing = withoutExplained(unexplained, reported);
        unexplained = withoutExplained(revised, explained);
        previouslyReported = reported;
        reported = Scope.NOTHING;
        boolean early = lastFoundNanos.isPresent() && nowNanos - lastFoundNanos.getAsLong() < MIN_INTERVAL.toNanos();
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
