package faas.gateway.discovery;

import faas.gateway.discovery.report.Complaint;
import faas.gateway.discovery.report.Complaints;
import faas.gateway.discovery.report.SnapshotChanges;
import faas.gateway.function.Quoted;
import faas.gateway.function.Snapshot;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what changed: one line for each change, and none for a reading without changes. Not thread-safe. */
final class DiscoveryLog {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    /** Functions logged after one reading, such as the first; of more only the number is logged. */
    private static final int MAX_CHANGES = 100;

    private OptionalLong lostNanos = OptionalLong.empty();
    private Set<Complaint> complaints = Set.of();

    /**
     * A reading failed; logged for the first of consecutive failures.
     *
     * @param cause logged at debug level
     * @param hasTable whether there was a successful reading before
     */
    void readingFailed(String reason, Throwable cause, boolean hasTable, long nowNanos) {
        log.debug("a reading failed", cause);
        if (lostNanos.isPresent()) {
            return;
        }
        lostNanos = OptionalLong.of(nowNanos);
        if (hasTable) {
            log.warn("lost the Docker API: {}; still serving the last table", reason);
        } else {
            log.warn("cannot read the Swarm: {}; not ready until it can be read", reason);
        }
    }

    /** A reading succeeded; logged if the one before failed. Returns whether it did. */
    boolean readingSucceeded(long nowNanos) {
        if (lostNanos.isEmpty()) {
            return false;
        }
        long missedMillis = Duration.ofNanos(nowNanos - lostNanos.getAsLong()).toMillis();
        lostNanos = OptionalLong.empty();
        log.info("regained the Docker API after {} ms", missedMillis);
        return true;
    }

    /** Another snapshot is published. */
    void changed(Snapshot before, Snapshot after) {
        List<String> changes = SnapshotChanges.between(before, after);
        changes.stream().limit(MAX_CHANGES).forEach(log::info);
        if (changes.size() > MAX_CHANGES) {
            log.info("and {} more functions changed", changes.size() - MAX_CHANGES);
        }
    }

    /** The complaints of a reading; those that are new are logged, and services whose complaints are all resolved. */
    void complaints(Complaints now) {
        Set<Complaint> all = new LinkedHashSet<>(now.list());
        all.stream().filter(complaint -> !complaints.contains(complaint)).forEach(DiscoveryLog::write);
        if (!complaints.equals(all)) {
            writeResolved(all, now.routed());
            complaints = all;
        }
    }

    private static void write(Complaint complaint) {
        switch (complaint.kind()) {
            case NOT_ROUTED, REMARK -> log.warn(complaint.line());
            case NOTE -> log.info(complaint.line());
        }
    }

    /** A service is logged as resolved once it is routed without complaints; a removed service is not. */
    private void writeResolved(Set<Complaint> now, Set<String> routed) {
        Set<String> unresolved = services(now);
        services(complaints).stream()
                .filter(service -> routed.contains(service) && !unresolved.contains(service))
                .forEach(service -> log.info("service {}: all problems are resolved", new Quoted(service)));
    }

    private static Set<String> services(Set<Complaint> complaints) {
        return complaints.stream()
                .filter(complaint -> complaint.kind() != Complaint.Kind.NOTE)
                .map(Complaint::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A bug in the gateway, which must not end discovery. */
    void bug(Throwable e) {
        log.error("a reading of the Swarm failed because of a bug in the gateway; it will be retried", e);
    }
}
