package faas.gateway.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.Snapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes of all deployed functions, by name.
 *
 * <p>Routes are resolved from the last published snapshot, at the first call, and cached until a snapshot changes the
 * function. Names that are not deployed are never cached, so clients cannot fill the cache. Finding a route takes no
 * lock and never asks Docker. Only one thread at a time may publish; everything else is thread-safe.
 */
public final class RoutingTable {
    /** The most routes that are cached; beyond it, a route is resolved again at its next call. */
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
     * @param maxHeld the capacity of each function's queue
     * @param listener learns of retired upstreams on the publishing thread, and of ejected ones on a call's thread
     * @param nanoTime a monotonic clock in nanoseconds
     * @param seed for balancers that choose at random, so that two gateways choose differently
     */
    public RoutingTable(int maxHeld, Upstream.Listener listener, LongSupplier nanoTime, long seed) {
        this.maxHeld = maxHeld;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.seed = seed;
    }

    /** The route of a function according to the latest snapshot; empty if no service has the name. */
    @SuppressWarnings("NullAway") // Caffeine caches nothing if the resolver returns null.
    public Optional<Route> find(String name) {
        if (!snapshot.functions().containsKey(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(routes.get(name, resolver));
    }

    /** Whether any snapshot has been published. */
    public boolean isPublished() {
        return published;
    }

    /** Every function of the latest snapshot, ordered by name. Resolves no route, so that reading changes nothing. */
    public List<DeployedFunction> functions() {
        return snapshot.functions().values().stream()
                .sorted(Comparator.comparing(DeployedFunction::name))
                .toList();
    }

    /** The upstream of an endpoint; empty if no route to it has been resolved yet. */
    public Optional<Upstream> knownUpstream(Endpoint endpoint) {
        return Optional.ofNullable(upstreams.get(endpoint));
    }

    /** The known upstreams of a function's tasks, those that are stopping included. */
    public Stream<Upstream> knownUpstreams(DeployedFunction function) {
        return Stream.of(function.endpoints(), function.draining())
                .flatMap(List::stream)
                .flatMap(endpoint -> knownUpstream(endpoint).stream());
    }

    /** The upstreams of all resolved routes, in no particular order. */
    public List<Upstream> upstreams() {
        return List.copyOf(upstreams.values());
    }

    /** A deployed function by its name; resolves no route. */
    public Optional<DeployedFunction> function(String name) {
        return Optional.ofNullable(snapshot.functions().get(name));
    }

    /** Wakes all queued calls of all functions. */
    public void wakeAll() {
        states.values().forEach(state -> state.queue().wakeAll());
    }

    /** The number of queued calls of all functions. */
    public int held() {
        return states.values().stream().mapToInt(state -> state.queue().size()).sum();
    }

    /** The number of queued calls of a function. */
    public int held(String function) {
        FunctionState state = states.get(function);
        return state == null ? 0 : state.queue().size();
    }

    /** How long the queued call of a function has waited that has waited longest; empty if none waits. */
    public Optional<Duration> oldestHeld(String function) {
        FunctionState state = states.get(function);
        return state == null ? Optional.empty() : state.queue().oldest();
    }

    /** For how long a task is ejected, and when it is probed; empty if it is not ejected. */
    public Optional<EjectionTimes> ejection(Endpoint endpoint) {
        return knownUpstream(endpoint).flatMap(upstream -> upstream.ejection(nanoTime.getAsLong()));
    }

    /** How many gateways share the calls, this one included; 1 if that is not known. */
    public int gateways() {
        return snapshot.gateways();
    }

    /** Replaces the snapshot. Unchanged tasks keep their {@link Upstream}. */
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

    /** Retires and removes the upstreams of tasks that the changed functions no longer have. */
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

    /** A stopping task keeps the calls it has. */
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

    /** Null, which Caffeine does not cache, for a name that is not deployed. */
    private @Nullable Route resolve(String name) {
        DeployedFunction function = snapshot.functions().get(name);
        if (function == null) {
            return null;
        }
        FunctionState state = states.computeIfAbsent(
                name,
                n -> new FunctionState(
                        new CallQueue(maxHeld, nanoTime), new RetryBudget(nanoTime.getAsLong()), seed + n.hashCode()));
        return new Resolution(function, state, this::upstreamOf).route(nanoTime);
    }

    private Upstream upstreamOf(Endpoint endpoint) {
        return upstreams.computeIfAbsent(endpoint, e -> new Upstream(e, listener, nanoTime.getAsLong()));
    }
}
