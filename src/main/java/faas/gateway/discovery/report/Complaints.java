package faas.gateway.discovery.report;

import java.util.List;
import java.util.Set;

/**
 * All complaints as of one reading.
 *
 * @param list ordered by service name, those of functions last
 * @param routed the names of the services that are routed
 */
public record Complaints(List<Complaint> list, Set<String> routed) {
    static final Complaints NONE = new Complaints(List.of(), Set.of());

    public Complaints {
        list = List.copyOf(list);
        routed = Set.copyOf(routed);
    }

    /** The complaints as log lines. */
    public List<String> lines() {
        return list.stream().map(Complaint::line).toList();
    }
}
