package faas.gateway.simulation;

import faas.gateway.Policies;
import faas.gateway.function.Balancer;
import faas.gateway.function.FunctionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What may befall a function, with a name and a story. Times between what Swarm does and what it tells are measured ones. */
enum Disaster {
    ALL_FINE("Five tasks, and nothing is wrong with any."),
    ONE_SLOW_TASK("For 20 of 40 seconds the first of five tasks takes ten times as long for everything."),
    UNEVEN_COSTS("Five tasks with two workers each; most calls cost little, a few a hundred times as much."),
    BLACK_HOLE("For 20 of 30 seconds the first of five tasks takes calls and never answers; `faas.timeout` is 5 s."),
    FAST_503S("For 10 of 20 seconds the first of five tasks answers 503 after a millisecond, whatever it is asked."),
    REFUSING_TASK("For 20 of 30 seconds the first of five tasks refuses connections, while Swarm lists it as running."),
    TASK_KILLED(
            "One of four tasks is killed with the calls it has; Swarm tells after a second, and five later there is a new one."),
    NODE_LOST(
            "Three of nine tasks fall silent at once; Swarm takes 13 s to notice, and 3 s for others in their place."),
    ROLLING_UPDATE(
            "Four tasks are replaced one after the other, stop-first; each new one is listed 300 ms before it listens."),
    SCALE_UP_UNDER_LOAD(
            "Two tasks get a tenth more calls than they can work on; after ten seconds there are four more of them."),
    ONE_REPLICA_RESTARTS("The only task is replaced, stop-first; for two seconds there is none."),
    OVERLOAD_WITH_MAX_INFLIGHT(
            "Two tasks with `faas.max-inflight=8`; for 5 of 15 seconds come twice as many calls as they can work on."),
    CANARY_5_PERCENT("The first of five tasks has `faas.weight=5`, the other four together 95.");

    private static final int WORKERS = 8;

    private final String story;

    Disaster(String story) {
        this.story = story;
    }

    String story() {
        return story;
    }

    void plan(Simulation simulation) {
        switch (this) {
            case ALL_FINE -> allFine(simulation);
            case ONE_SLOW_TASK -> oneSlowTask(simulation);
            case UNEVEN_COSTS -> unevenCosts(simulation);
            case BLACK_HOLE -> blackHole(simulation);
            case FAST_503S -> fast503s(simulation);
            case REFUSING_TASK -> refusingTask(simulation);
            case TASK_KILLED -> taskKilled(simulation);
            case NODE_LOST -> nodeLost(simulation);
            case ROLLING_UPDATE -> rollingUpdate(simulation);
            case SCALE_UP_UNDER_LOAD -> scaleUpUnderLoad(simulation);
            case ONE_REPLICA_RESTARTS -> oneReplica(simulation);
            case OVERLOAD_WITH_MAX_INFLIGHT -> overload(simulation);
            case CANARY_5_PERCENT -> canary(simulation);
        }
    }

    private static void allFine(Simulation s) {
        deployed(s, FunctionPolicy.DEFAULT, 5);
        s.clients(1_400, 0, 15_000, Work.USUAL);
    }

    private static void oneSlowTask(Simulation s) {
        SimulatedTask slow = deployed(s, FunctionPolicy.DEFAULT, 5).getFirst();
        s.at(5_000, () -> slow.slowness(10));
        s.at(25_000, () -> slow.slowness(1));
        s.clients(300, 0, 40_000, Work.USUAL);
    }

    private static void unevenCosts(Simulation s) {
        s.service("s", FunctionPolicy.DEFAULT, 2).start(5);
        s.publish();
        s.clients(300, 0, 60_000, Work.UNEVEN);
    }

    private static void blackHole(Simulation s) {
        SimulatedTask hole =
                deployed(s, Policies.timeout(Duration.ofSeconds(5)), 5).getFirst();
        s.at(5_000, () -> hole.mood(SimulatedTask.Mood.SWALLOWS));
        s.at(25_000, () -> hole.mood(SimulatedTask.Mood.WORKS));
        s.clients(500, 0, 30_000, Work.USUAL);
    }

    private static void fast503s(Simulation s) {
        SimulatedTask failing = deployed(s, FunctionPolicy.DEFAULT, 5).getFirst();
        s.at(5_000, () -> failing.mood(SimulatedTask.Mood.FAILS_FAST));
        s.at(15_000, () -> failing.mood(SimulatedTask.Mood.WORKS));
        s.clients(1_000, 0, 20_000, Work.USUAL);
    }

    private static void refusingTask(Simulation s) {
        SimulatedTask refusing = deployed(s, FunctionPolicy.DEFAULT, 5).getFirst();
        s.at(5_000, refusing::shut);
        s.at(25_000, refusing::open);
        s.clients(500, 0, 30_000, Work.USUAL);
    }

    private static void taskKilled(Simulation s) {
        SimulatedService service = s.service("s", FunctionPolicy.DEFAULT, WORKERS);
        SimulatedTask killed = service.start(4).getFirst();
        s.publish();
        s.at(5_000, killed::crash);
        s.at(6_000, () -> {
            service.forget(killed);
            s.publish();
        });
        s.at(11_000, () -> startsBeforeItListens(s, service, 11_000));
        s.clients(800, 0, 20_000, Work.USUAL);
    }

    private static void nodeLost(Simulation s) {
        SimulatedService service = s.service("s", FunctionPolicy.DEFAULT, WORKERS);
        startThree(service, "node-1");
        startThree(service, "node-2");
        List<SimulatedTask> lost = startThree(service, "node-3");
        s.publish();
        s.at(5_000, () -> lost.forEach(SimulatedTask::lose));
        s.at(18_000, () -> {
            lost.forEach(service::forget);
            s.publish();
        });
        s.at(21_000, () -> {
            startThree(service, "node-1");
            s.publish();
        });
        s.clients(700, 0, 30_000, Work.USUAL);
    }

    private static List<SimulatedTask> startThree(SimulatedService service, String node) {
        return List.of(service.startOn(node), service.startOn(node), service.startOn(node));
    }

    private static void rollingUpdate(Simulation s) {
        SimulatedService service = s.service("s", FunctionPolicy.DEFAULT, WORKERS);
        List<SimulatedTask> old = service.start(4);
        s.publish();
        for (int i = 0; i < old.size(); i++) {
            replace(s, service, old.get(i), 2_000 + 5_000L * i);
        }
        s.clients(600, 0, 25_000, Work.USUAL);
    }

    private static void scaleUpUnderLoad(Simulation s) {
        SimulatedService service = s.service("s", FunctionPolicy.DEFAULT, WORKERS);
        service.start(2);
        s.publish();
        s.at(10_000, () -> {
            service.start(4);
            s.publish();
        });
        s.clients(880, 0, 20_000, Work.USUAL);
    }

    private static void oneReplica(Simulation s) {
        SimulatedService service = s.service("s", FunctionPolicy.DEFAULT, WORKERS);
        SimulatedTask only = service.start(1).getFirst();
        s.publish();
        replace(s, service, only, 5_000);
        s.clients(200, 0, 20_000, Work.USUAL);
    }

    private static void overload(Simulation s) {
        deployed(s, Policies.maxInFlight(WORKERS), 2);
        s.clients(400, 0, 5_000, Work.USUAL);
        s.clients(1_600, 5_000, 10_000, Work.USUAL);
        s.clients(400, 10_000, 15_000, Work.USUAL);
    }

    private static void canary(Simulation s) {
        s.service("canary", weight(5), WORKERS).start(1);
        s.service("stable", weight(95), WORKERS).start(4);
        s.publish();
        s.clients(500, 0, 40_000, Work.USUAL);
    }

    private static List<SimulatedTask> deployed(Simulation s, FunctionPolicy policy, int tasks) {
        List<SimulatedTask> started = s.service("s", policy, WORKERS).start(tasks);
        s.publish();
        return started;
    }

    /** Swarm tells three seconds ahead that a task is to stop, waits for its end, and starts the next. */
    private static void replace(Simulation s, SimulatedService service, SimulatedTask old, long millis) {
        s.at(millis, () -> {
            service.drain(old);
            s.publish();
        });
        s.at(millis + 3_000, old::shut);
        s.at(millis + 3_300, () -> {
            service.forget(old);
            s.publish();
        });
        s.at(millis + 4_700, () -> startsBeforeItListens(s, service, millis + 4_700));
    }

    /** Without a health check a task counts as running as soon as its process has begun. */
    private static void startsBeforeItListens(Simulation s, SimulatedService service, long millis) {
        SimulatedTask started = service.start(1).getFirst();
        started.shut();
        s.publish();
        s.at(millis + 300, started::open);
    }

    private static FunctionPolicy weight(int weight) {
        return new FunctionPolicy(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Balancer.ROUND_ROBIN,
                OptionalInt.of(weight),
                "");
    }
}
