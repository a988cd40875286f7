package faas.gateway.discovery.schedule;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a reading of the Swarm covers, or a hint is about.
 *
 * @param isEverything whether it is every service, task and node
 * @param serviceIds otherwise, these services and their tasks
 */
public record Scope(boolean isEverything, Set<String> serviceIds) {
    /** The most services listed by id, because the length of a request line is limited; more become everything. */
    static final int MAX_SERVICES = 64;

    static final Scope NOTHING = new Scope(false, Set.of());
    public static final Scope EVERYTHING = new Scope(true, Set.of());

    public Scope {
        serviceIds = Set.copyOf(serviceIds);
    }

    /** These services, or everything if they are too many to list. */
    public static Scope of(Collection<String> serviceIds) {
        return serviceIds.size() > MAX_SERVICES ? EVERYTHING : new Scope(false, Set.copyOf(serviceIds));
    }

    /** Both together. */
    Scope plus(Scope other) {
        if (isEverything || other.isEverything) {
            return EVERYTHING;
        }
        Set<String> all = new HashSet<>(serviceIds);
        all.addAll(other.serviceIds);
        return of(all);
    }

    boolean isNothing() {
        return equals(NOTHING);
    }

    boolean covers(String serviceId) {
        return isEverything || serviceIds.contains(serviceId);
    }
}
