package faas.gateway.discovery;

import java.util.List;
import java.util.Set;

/**
 * All there is to complain of as of one reading.
 *
 * @param list ordered by service name, those of functions last
 * @param routed the names of the services that are routed
 */
record Complaints(List<Complaint> list, Set<String> routed) {
    static final Complaints NONE = new Complaints(List.of(), Set.of());

    Complaints {
        list = List.copyOf(list);
        routed = Set.copyOf(routed);
    }

    /** As lines of the log. */
    List<String> lines() {
        return list.stream().map(Complaint::line).toList();
    }
}
