package faas.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.Snapshot;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
    private static final int MAX_RESOLVED = 100_000;

    private final Cache<String, Route> routes =
            Caffeine.newBuilder().maximumSize(MAX_RESOLVED).build();
    private final Map<Endpoint, Upstream> upstreams = new ConcurrentHashMap<>();
    private final Map<String, FunctionState> states = new ConcurrentHashMap<>();
    private final int maxHeld;
    private final Upstream.Listener listener;
    private final LongSupplier nanoTime;
    private final long seed;
    private final Function<String, @Nullable Route> resolver = this::resolve;
    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile boolean published;

    /**
     * @param maxHeld how many calls may wait for a task of one function
     * @param listener is told of upstreams that are retired, on the publishing thread, or ejected, on the call's
     * @param nanoTime a monotonic clock in nanoseconds
     * @param seed for balancers that choose at random, so that no two gateways choose alike
     */
    public RoutingTable(int maxHeld, Upstream.Listener listener, LongSupplier nanoTime, long seed) {
        this.maxHeld = maxHeld;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.seed = seed;
    }

    /** The way to the function of that name, as the latest snapshot has it; empty if no service carries the name. */
    @SuppressWarnings("NullAway") // A null from the resolver is Caffeine's way not to keep an entry.
    public Optional<Route> find(String name) {
        if (!snapshot.functions().containsKey(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(routes.get(name, resolver));
    }

    /** Whether there has been a snapshot at all. */
    public boolean isPublished() {
        return published;
    }

    /** Every function of the latest snapshot, ordered by name. Resolves no route, so that looking changes nothing. */
    public List<DeployedFunction> functions() {
        return snapshot.functions().values().stream()
                .sorted(Comparator.comparing(DeployedFunction::name))
                .toList();
    }

    /** The upstream of that endpoint; empty if no route to it has been resolved yet. */
    public Optional<Upstream> knownUpstream(Endpoint endpoint) {
        return Optional.ofNullable(upstreams.get(endpoint));
    }

    /** Every upstream that a resolved route leads to, in no order. */
    public List<Upstream> upstreams() {
        return List.copyOf(upstreams.values());
    }

    /** The deployed function of that name; resolves no route. */
    public Optional<DeployedFunction> function(String name) {
        return Optional.ofNullable(snapshot.functions().get(name));
    }

    /** Has everyone who waits for a task try once more. */
    public void wakeAll() {
        states.values().forEach(state -> state.queue().wakeAll());
    }

    /** Calls that wait for a task right now. */
    public int held() {
        return states.values().stream().mapToInt(state -> state.queue().size()).sum();
    }

    /** Puts a new snapshot in the place of the old; unchanged replicas keep their {@link Upstream}. */
    public void publish(Snapshot next) {
        Snapshot previous = snapshot;
        snapshot = next;
        published = true;
        Set<String> changed = new HashSet<>(previous.functions().keySet());
        changed.addAll(next.functions().keySet());
        changed.removeIf(name -> isUnchanged(previous, next, name));
        // A resolution that read the old snapshot finishes before its key is invalidated, so none can outlive it.
        routes.invalidateAll(changed);
        retireRemoved(previous, changed);
        changed.forEach(this::retireDraining);
        changed.forEach(this::wakeQueue);
        states.keySet().retainAll(next.functions().keySet());
    }

    private static boolean isUnchanged(Snapshot previous, Snapshot next, String name) {
        DeployedFunction then = previous.functions().get(name);
        return then != null && then.equals(next.functions().get(name));
    }

    /** Retires and forgets what served changed functions and serves none any more. */
    private void retireRemoved(Snapshot previous, Set<String> changed) {
        Set<Endpoint> leaving = endpoints(previous, changed);
        leaving.removeAll(endpoints(snapshot, changed));
        leaving.forEach(this::retire);
        upstreams.keySet().removeAll(leaving);
    }

    private static Set<Endpoint> endpoints(Snapshot snapshot, Set<String> names) {
        Set<Endpoint> endpoints = new HashSet<>();
        for (String name : names) {
            DeployedFunction function = snapshot.functions().get(name);
            if (function != null) {
                endpoints.addAll(function.endpoints());
                endpoints.addAll(function.draining());
            }
        }
        return endpoints;
    }

    /** A task that was told to stop goes on with the calls it has. */
    private void retireDraining(String name) {
        DeployedFunction function = snapshot.functions().get(name);
        if (function != null) {
            function.draining().forEach(this::retire);
        }
    }

    private void retire(Endpoint endpoint) {
        Upstream upstream = upstreams.get(endpoint);
        if (upstream != null) {
            upstream.retire();
        }
    }

    private void wakeQueue(String name) {
        FunctionState state = states.get(name);
        if (state != null) {
            state.queue().wakeAll();
        }
    }

    /** Null, which Caffeine does not keep, for a name that is not deployed. */
    private @Nullable Route resolve(String name) {
        DeployedFunction function = snapshot.functions().get(name);
        if (function == null) {
            return null;
        }
        FunctionState state = states.computeIfAbsent(
                name,
                n -> new FunctionState(new CallQueue(maxHeld), new RetryBudget(nanoTime.getAsLong()), seed + n.hashCode()));
        return new Resolution(function, state, this::upstreamOf).route(nanoTime);
    }

    private Upstream upstreamOf(Endpoint endpoint) {
        return upstreams.computeIfAbsent(endpoint, e -> new Upstream(e, listener, nanoTime.getAsLong()));
    }
}
