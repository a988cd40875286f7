package faas.gateway.simulation;

import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One service of the simulated function, as the next snapshot will tell of it. */
final class SimulatedService {
    private static final int PORT = 8080;

    private final String id;
    private final FunctionPolicy policy;
    private final Simulation simulation;
    private final int workers;
    private final List<SimulatedTask> able = new ArrayList<>();
    private final List<SimulatedTask> draining = new ArrayList<>();
    private int started;

    /** @param workers calls that each task works on at a time */
    SimulatedService(String id, FunctionPolicy policy, int workers, Simulation simulation) {
        this.id = id;
        this.policy = policy;
        this.workers = workers;
        this.simulation = simulation;
    }

    /** Tasks that run from now on, each on a node of its own. */
    List<SimulatedTask> start(int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(i -> startOn("node-" + id + "-" + (started + 1)))
                .toList();
    }

    SimulatedTask startOn(String node) {
        started++;
        SimulatedTask task = simulation.task(
                new Endpoint(id + "-" + started, id, node, started, "10.0.1." + started, PORT), workers);
        able.add(task);
        return task;
    }

    /** The task was told to stop, but still runs. */
    void drain(SimulatedTask task) {
        able.remove(task);
        draining.add(task);
    }

    /** The task runs no more, as far as Swarm knows. */
    void forget(SimulatedTask task) {
        able.remove(task);
        draining.remove(task);
    }

    FunctionService value(int replicas) {
        return new FunctionService(id, id, PORT, replicas, policy, endpoints(able), endpoints(draining));
    }

    private static List<Endpoint> endpoints(List<SimulatedTask> tasks) {
        return tasks.stream().map(SimulatedTask::endpoint).toList();
    }
}
