package faas.gateway.simulation;

import faas.gateway.config.ConfigException;
import faas.gateway.config.GatewayConfig;
import faas.gateway.function.Balancer;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.Snapshot;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.flow.CallFlow;
import faas.gateway.proxy.flow.QueuePolicy;
import faas.gateway.proxy.flow.RetryPolicy;
import faas.gateway.routing.RandomBalancer;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One disaster under one balancer: clients, a gateway with default settings, and the tasks of one function, in virtual
 * time. The same on every machine: {@link Random} and {@link StrictMath} are defined to the last bit, and clients draw their
 * chance apart from balancers, so that every balancer is met by the same calls.
 */
final class Simulation {
    static final String FUNCTION = "f";

    /** Of a hundred calls, those that may be sent twice; the others are POSTs. */
    private static final int IDEMPOTENT_PERCENT = 80;

    /** Who shares the calls among the tasks. */
    enum Contestant {
        ROUND_ROBIN(Balancer.ROUND_ROBIN),
        LEAST_IN_FLIGHT(Balancer.LEAST_IN_FLIGHT),
        /** The yardstick; see {@link RandomBalancer}. */
        RANDOM(Balancer.ROUND_ROBIN);

        private final Balancer balancer;

        Contestant(Balancer balancer) {
            this.balancer = balancer;
        }
    }

    private final VirtualTime time = new VirtualTime();
    private final Tally tally = new Tally();
    private final List<SimulatedService> services = new ArrayList<>();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final Contestant contestant;
    private final Random chance;
    private final SimulatedConnections connections;
    private final RoutingTable table;
    private final SimulatedGateway gateway;
    private int arrived;

    private Simulation(Contestant contestant, long seed) {
        GatewayConfig config = defaults();
        this.contestant = contestant;
        this.chance = new Random(seed);
        this.connections = new SimulatedConnections(time, config);
        this.table = new RoutingTable(config.maxHeld(), connections, time::nowNanos, 0);
        UnaryOperator<Route> turns = contestant == Contestant.RANDOM
                ? new RandomBalancer(new Random(seed + 1), time::nowNanos)::applyTo
                : UnaryOperator.identity();
        CallFlow.Rules rules = new CallFlow.Rules(
                name -> table.find(name).map(turns),
                new QueuePolicy(config.hold()),
                RetryPolicy.DEFAULT,
                new GatewayMetrics(),
                () -> false);
        this.gateway = new SimulatedGateway(time, rules, connections, tally);
    }

    private static GatewayConfig defaults() {
        try {
            return GatewayConfig.from(Map.of(), 1);
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the disaster happen, to the end of the last call. */
    static Tally.Figures run(Disaster disaster, Contestant contestant) {
        Simulation simulation = new Simulation(contestant, disaster.name().hashCode());
        disaster.plan(simulation);
        simulation.time.run();
        return simulation.figures();
    }

    private Tally.Figures figures() {
        Tally.Figures figures = tally.figures(tasks);
        int open = table.upstreams().stream().mapToInt(Upstream::inFlight).sum();
        if (figures.calls() != arrived || open > 0 || table.held() > 0) {
            throw new IllegalStateException(arrived + " calls came, " + figures.calls() + " were answered, "
                    + table.held() + " still wait, " + open + " leases are open");
        }
        return figures;
    }

    /** A further service of the function; its tasks share the calls as the contestant does. */
    SimulatedService service(String id, FunctionPolicy asked, int workers) {
        FunctionPolicy policy = new FunctionPolicy(
                asked.timeout(),
                asked.retries(),
                asked.maxInFlight(),
                asked.hold(),
                contestant.balancer,
                asked.weight(),
                asked.path());
        SimulatedService service = new SimulatedService(id, policy, workers, this);
        services.add(service);
        return service;
    }

    SimulatedTask task(Endpoint endpoint, int workers) {
        SimulatedTask task = new SimulatedTask(endpoint, time, workers);
        tasks.add(task);
        connections.add(task);
        return task;
    }

    /** The gateway learns what runs where. */
    void publish() {
        table.publish(new Snapshot(Map.of(
                FUNCTION,
                new DeployedFunction(
                        FUNCTION, services.stream().map(s -> s.value(1)).toList()))));
    }

    /** Plans something for so many milliseconds after the beginning. */
    void at(long millis, Runnable what) {
        time.at(Duration.ofMillis(millis), what);
    }

    /** Clients who know nothing of each other: so many calls a second on average, at times that are independent. */
    void clients(int perSecond, long fromMillis, long toMillis, Work work) {
        at(
                fromMillis,
                () -> nextArrival(
                        perSecond,
                        time.nowNanos()
                                + Duration.ofMillis(toMillis - fromMillis).toNanos(),
                        work));
    }

    private void nextArrival(int perSecond, long endNanos, Work work) {
        long gapNanos = (long) (-StrictMath.log(1 - chance.nextDouble()) / perSecond * TimeUnit.SECONDS.toNanos(1));
        if (time.nowNanos() + gapNanos >= endNanos) {
            return;
        }
        time.after(gapNanos, () -> {
            arrived++;
            boolean idempotent = chance.nextInt(100) < IDEMPOTENT_PERCENT;
            gateway.serve(new SimulatedCall(idempotent, work.nanos(chance), time.nowNanos()));
            nextArrival(perSecond, endNanos, work);
        });
    }
}
