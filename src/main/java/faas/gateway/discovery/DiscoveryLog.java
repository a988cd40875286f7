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

/** Tells the operator what changed, once: one line for each change, none for a reading that tells nothing new. */
final class DiscoveryLog {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    /** Functions told of after one reading, such as the first; of those beyond it only the number is. */
    private static final int MAX_CHANGES = 100;

    private OptionalLong lostNanos = OptionalLong.empty();
    private Set<Complaint> complaints = Set.of();

    /**
     * Readings fail; told for the first of a row.
     *
     * @param cause for those who look closer
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

    /** Readings succeed; told if they did not before, which is also what it returns. */
    boolean readingSucceeded(long nowNanos) {
        if (lostNanos.isEmpty()) {
            return false;
        }
        long missedMillis = Duration.ofNanos(nowNanos - lostNanos.getAsLong()).toMillis();
        lostNanos = OptionalLong.empty();
        log.info("regained the Docker API after {} ms", missedMillis);
        return true;
    }

    /** What is routed has changed. */
    void changed(Snapshot before, Snapshot after) {
        List<String> changes = SnapshotChanges.between(before, after);
        changes.stream().limit(MAX_CHANGES).forEach(log::info);
        if (changes.size() > MAX_CHANGES) {
            log.info("and {} functions more changed at once", changes.size() - MAX_CHANGES);
        }
    }

    /** What there is to complain of, as of now; told is what was not so at the reading before, and what is mended. */
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

    /** A service is told as mended once nothing is left of what was told; one that is gone is not. */
    private void writeResolved(Set<Complaint> now, Set<String> routed) {
        Set<String> unresolved = services(now);
        services(complaints).stream()
                .filter(service -> routed.contains(service) && !unresolved.contains(service))
                .forEach(service -> log.info("service {} is mended", new Quoted(service)));
    }

    private static Set<String> services(Set<Complaint> complaints) {
        return complaints.stream()
                .filter(complaint -> complaint.kind() != Complaint.Kind.NOTE)
                .map(Complaint::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A mistake of the gateway's own, which must not end the watch. */
    void bug(Throwable e) {
        log.error("a reading of the Swarm failed through a mistake in the gateway; it is tried again", e);
    }
}
