package faas.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which function name leads where.
 *
 * <p>The last published snapshot is the truth. A route is resolved from it at the first call and kept in a cache until a
 * snapshot changes that function; names that are not deployed are never kept, so callers cannot fill the cache. Finding
 * a route takes no lock and never asks Docker. Publishing is for one thread at a time; all else is thread-safe.
 */
public final class RoutingTable {
    /** Resolved routes kept at most; one beyond it is resolved again from the snapshot when it is next called. */
    private static final int MAX_RESOLVED = 10_000;

    private final Cache<String, Route> routes =
            Caffeine.newBuilder().maximumSize(MAX_RESOLVED).build();
    private final Map<Endpoint, Upstream> upstreams = new ConcurrentHashMap<>();
    private final Map<String, LoadBalancer> balancers = new ConcurrentHashMap<>();
    private final Consumer<Upstream> onRetired;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** @param onRetired is told each upstream that will get no further call, on the publishing thread */
    public RoutingTable(Consumer<Upstream> onRetired) {
        this.onRetired = onRetired;
    }

    /** The way to the function of that name, as the latest snapshot has it; empty if no service carries the name. */
    @SuppressWarnings("NullAway") // A null from the resolver is Caffeine's way not to keep an entry.
    public Optional<Route> find(String name) {
        if (!snapshot.functions().containsKey(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(routes.get(name, this::resolve));
    }

    /** Every function of the latest snapshot, ordered by name. */
    public List<Route> routes() {
        return snapshot.functions().keySet().stream()
                .sorted()
                .flatMap(name -> find(name).stream())
                .toList();
    }

    /** Puts a new snapshot in the place of the old; unchanged replicas keep their {@link Upstream}. */
    public void publish(Snapshot next) {
        Snapshot previous = snapshot;
        snapshot = next;
        Set<String> names = new HashSet<>(previous.functions().keySet());
        names.addAll(next.functions().keySet());
        names.removeIf(name -> sameFunction(previous, next, name));
        // A resolution that read the old snapshot finishes before its key is invalidated, so none can outlive it.
        routes.invalidateAll(names);
        balancers.keySet().retainAll(next.functions().keySet());
        retireAllBut(next);
    }

    private static boolean sameFunction(Snapshot previous, Snapshot next, String name) {
        DeployedFunction then = previous.functions().get(name);
        return then != null && then.equals(next.functions().get(name));
    }

    private void retireAllBut(Snapshot next) {
        Set<Endpoint> current = new HashSet<>();
        next.functions().values().forEach(function -> current.addAll(function.endpoints()));
        upstreams.forEach((endpoint, upstream) -> {
            if (!current.contains(endpoint) && upstreams.remove(endpoint, upstream)) {
                upstream.retire();
                onRetired.accept(upstream);
            }
        });
    }

    /** Null, which Caffeine does not keep, for a name that is not deployed. */
    private @Nullable Route resolve(String name) {
        DeployedFunction function = snapshot.functions().get(name);
        if (function == null) {
            return null;
        }
        List<Upstream> live = function.endpoints().stream()
                .map(endpoint -> upstreams.computeIfAbsent(endpoint, Upstream::new))
                .toList();
        return new Route(function, live, balancers.computeIfAbsent(name, n -> new RoundRobin()));
    }
}
