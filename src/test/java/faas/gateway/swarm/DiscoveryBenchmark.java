package faas.gateway.swarm;

import com.google.gson.JsonObject;
import faas.gateway.Await;
import faas.gateway.swarm.TimedLines.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long after its cause a change of the Swarm is in force in the gateway, for each kind of change; not a test.
 *
 * <p>The kinds take turns. A cause is the moment an API call is sent or, where Swarm first has to do something, the time
 * Swarm gives for it; the effect is the gateway's own log line, by the time the Engine notes for it. All clocks are one.
 */
@Tag("cluster")
class DiscoveryBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 10);

    /** An ejected task is tried again after 200 ms at the earliest: what is sent there before is not a probe. */
    private static final Duration BEFORE_A_PROBE = Duration.ofMillis(150);

    private static final Pattern CALL = Pattern.compile("function=busy .* ms=([0-9.]+) .* attempts=(\\d+) ");
    private static final int LOST_NODE = 3;

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final Stack STACK = CLUSTER.stack();

    private final List<EngineApi> engines = IntStream.rangeClosed(1, 3)
            .mapToObj(node -> new EngineApi("unix://" + CLUSTER.folder(node).resolve("docker.sock")))
            .toList();
    private final EngineApi manager = engines.getFirst();
    private final BenchmarkPage page = new BenchmarkPage();
    private final List<TimedLines> open = new ArrayList<>();

    @Test
    void every_kind_of_change_is_measured_in_turn() {
        Stream.of("factorial", "md2html").forEach(name -> STACK.scale(name, 0));
        CLUSTER.createFunction(
                "elastic",
                1,
                "--constraint",
                "node.hostname!=node" + LOST_NODE,
                "--update-order",
                "start-first",
                "--update-monitor",
                "100ms");
        String[] spread = {"--replicas-max-per-node", "1", "--restart-delay", "0s"};
        CLUSTER.createFunction("idle", 3, spread);
        CLUSTER.createFunction("busy", 3, spread);
        TimedLines gateway = opened(TimedLines.ofLog(
                CLUSTER.on(Cluster.MANAGER), STACK.containers("gateway").getFirst()));
        List<TimedLines> signals = IntStream.rangeClosed(1, 3)
                .mapToObj(node -> opened(TimedLines.ofSignals(CLUSTER.on(node))))
                .toList();
        for (int round = 1; round <= ROUNDS; round++) {
            created(gateway);
            scaledUp(gateway);
            relabelled(gateway, round);
            scaledDown(gateway, signals);
            updated(gateway, signals);
            for (int node = 1; node <= 2; node++) {
                killed(gateway, node);
                killedUnderLoad(gateway, node);
            }
            drained(gateway, signals);
            cutOff(gateway);
            removed(gateway);
        }
    }

    /** Whatever was measured, even if a change never came into force. */
    @AfterEach
    void writeThePage() {
        page.write(CLUSTER.on(Cluster.MANAGER));
        open.forEach(TimedLines::close);
    }

    private void created(TimedLines gateway) {
        Instant cause = manager.createServiceLike(service("elastic"), spec -> {
            spec.addProperty("Name", service("brief"));
            spec.getAsJsonObject("Labels").addProperty("faas.name", "brief");
        });
        Instant effect = gateway.await(cause, "function brief: .*\\b1 of 1 ").time();
        page.effect("service created (its first task starts) → routed", cause, effect);
        page.effect("first task of a service runs → routed", manager.lastStart(service("brief")), effect);
    }

    private void scaledUp(TimedLines gateway) {
        Instant cause = manager.updateService(service("elastic"), replicas(2));
        Instant effect = gateway.await(cause, "function elastic: 1 -> 2 of 2 ").time();
        page.effect("scaled up: a further task runs → routed", manager.lastStart(service("elastic")), effect);
    }

    private void relabelled(TimedLines gateway, int round) {
        Instant cause = manager.updateService(
                service("elastic"),
                spec -> spec.getAsJsonObject("Labels").addProperty("faas.weight", Integer.toString(1 + round)));
        page.effect(
                "label changed → in force",
                cause,
                gateway.await(cause, "function elastic: .*labels changed").time());
    }

    private void scaledDown(TimedLines gateway, List<TimedLines> signals) {
        List<String> tasks = tasks("elastic");
        Instant cause = manager.updateService(service("elastic"), replicas(1));
        Instant effect = gateway.await(cause, "function elastic: 2 -> 1 of 1 ").time();
        page.effect("scaled down → no longer routed", cause, effect);
        page.margin("scaled down", effect, sigterm(signals, cause, tasks));
    }

    private void updated(TimedLines gateway, List<TimedLines> signals) {
        List<String> tasks = tasks("elastic");
        Instant cause = manager.updateService(service("elastic"), spec -> {
            JsonObject template = spec.getAsJsonObject("TaskTemplate");
            template.addProperty("ForceUpdate", template.get("ForceUpdate").getAsLong() + 1);
        });
        Instant joined = gateway.await(cause, "function elastic: .*\\(\\+1").time();
        page.effect(
                "rolling update, start-first: the new task runs → routed",
                manager.lastStart(service("elastic")),
                joined);
        Instant left = gateway.await(cause, "function elastic: .*-1\\)").time();
        page.margin("rolling update, start-first", left, sigterm(signals, cause, tasks));
    }

    private void killed(TimedLines gateway, int node) {
        Instant cause =
                engines.get(node - 1).kill(CLUSTER.containers("idle", node).getFirst());
        Instant effect = gateway.await(cause, "function idle: 3 -> 2 of 3 ").time();
        page.effect("task killed, " + where(node) + ", no calls → no longer routed", cause, effect);
        gateway.await(effect, "function idle: 2 -> 3 of 3 ");
    }

    private void killedUnderLoad(TimedLines gateway, int node) {
        underLoad(gateway, "task killed, " + where(node), () -> {
            Instant cause =
                    engines.get(node - 1).kill(CLUSTER.containers("busy", node).getFirst());
            return List.of(
                    cause, gateway.await(cause, "function busy: 3 -> 2 of 3 ").time());
        });
        gateway.await(Instant.now().minusSeconds(2), "function busy: 2 -> 3 of 3 ");
    }

    private void drained(TimedLines gateway, List<TimedLines> signals) {
        List<String> tasks = CLUSTER.containers("idle", LOST_NODE).stream()
                .map(engines.get(LOST_NODE - 1)::task)
                .toList();
        Instant cause = manager.updateNode("node" + LOST_NODE, availability("drain"));
        Instant effect = gateway.await(cause, "function idle: 3 -> 2 of 3 ").time();
        page.effect("node drained → its tasks no longer routed", cause, effect);
        page.margin("node drained", effect, sigterm(signals, cause, tasks));
        manager.updateNode("node" + LOST_NODE, availability("active"));
        gateway.await(effect, "function idle: 2 -> 3 of 3 ");
        gateway.await(effect, "function busy: 2 -> 3 of 3 ");
    }

    private void cutOff(TimedLines gateway) {
        // Swarm's overlay may take a minute until it reaches a node that was lost.
        STACK.awaitServing(Cluster.path("busy"), 3);
        underLoad(gateway, "node's network lost", () -> {
            CLUSTER.cut(LOST_NODE);
            Instant cause = Instant.now();
            Instant gone = gateway.await(cause, "function idle: 3 -> 2 of 3 ").time();
            page.effect("node's network lost, no calls → its tasks no longer routed", cause, gone);
            return List.of(cause, gone);
        });
        CLUSTER.heal(LOST_NODE);
        Instant cause = Instant.now();
        Instant back = gateway.await(cause, "function idle: 2 -> 3 of 3 ").time();
        page.effect("node back (its new task starts) → routed", cause, back);
        page.effect("node back: its new task runs → routed", manager.lastStart(service("idle")), back);
        gateway.await(cause, "function busy: 2 -> 3 of 3 ");
        CLUSTER.awaitNodes("Ready", 3);
    }

    private void removed(TimedLines gateway) {
        Instant cause = manager.removeService(service("brief"));
        page.effect(
                "service removed → unknown",
                cause,
                gateway.await(cause, "function brief: removed").time());
    }

    /** @param deed gives the moment of the cause, and that by which the task was gone from the table */
    private void underLoad(TimedLines gateway, String kind, Supplier<List<Instant>> deed) {
        List<Instant> times = new ArrayList<>();
        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path("busy")), "3", clients -> {
            clients.awaitMore(100);
            times.addAll(deed.get());
            clients.awaitMore(100);
        });
        page.heard(kind, heard);
        gateway.await(times.getLast(), "function=busy ");
        List<Matcher> made = new ArrayList<>();
        List<Instant> detoured = new ArrayList<>();
        for (Line line : gateway.between(times.getFirst(), Instant.now())) {
            Matcher call = CALL.matcher(line.text());
            if (call.find()) {
                made.add(call);
                Duration took = Duration.ofNanos((long) (Double.parseDouble(call.group(1)) * 1e6));
                if (!call.group(2).equals("1") && line.time().isBefore(times.getLast())) {
                    detoured.add(line.time().minus(took));
                }
            }
        }
        page.effect(
                kind + ", under load → the last call is sent there but for probes",
                lastOfFirstBurst(times.getFirst(), detoured));
        double slowestMillis = made.stream()
                .mapToDouble(call -> Double.parseDouble(call.group(1)))
                .max()
                .orElseThrow();
        page.effect(kind + ", under load: the slowest call", Duration.ofNanos((long) (slowestMillis * 1e6)));
    }

    private static Duration lastOfFirstBurst(Instant cause, List<Instant> sent) {
        Instant last = cause;
        for (Instant time : sent.stream().sorted(Comparator.naturalOrder()).toList()) {
            if (Duration.between(last, time).compareTo(BEFORE_A_PROBE) < 0) {
                last = time.isAfter(last) ? time : last;
            }
        }
        return Duration.between(cause, last);
    }

    private static Instant sigterm(List<TimedLines> signals, Instant from, List<String> tasks) {
        Pattern pattern = Pattern.compile("(" + String.join("|", tasks) + ") (15|SIGTERM|terminated)");
        return Await.until(
                        "SIGTERM to one of " + tasks,
                        Stack.PATIENCE,
                        () -> signals.stream()
                                .flatMap(node -> node.between(from, Instant.MAX).stream())
                                .filter(line -> pattern.matcher(line.text()).find())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .time();
    }

    private static List<String> tasks(String name) {
        return CLUSTER.on(Cluster.MANAGER)
                .lines("service", "ps", "--no-trunc", "--quiet", "--filter", "desired-state=running", service(name));
    }

    private static String service(String name) {
        return Stack.NAME + "_" + name;
    }

    private static String where(int node) {
        return node == Cluster.MANAGER ? "on the gateway's node" : "on another node";
    }

    private static Consumer<JsonObject> replicas(int number) {
        return spec ->
                spec.getAsJsonObject("Mode").getAsJsonObject("Replicated").addProperty("Replicas", number);
    }

    private static Consumer<JsonObject> availability(String availability) {
        return spec -> spec.addProperty("Availability", availability);
    }

    private TimedLines opened(TimedLines lines) {
        open.add(lines);
        return lines;
    }
}
