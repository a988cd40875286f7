package faas.gateway.swarm;

import faas.gateway.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What befalls tasks, nodes and the manager of a Swarm of three nodes, while clients keep calling. */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
    private static final int LOST_NODE = 3;

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final Stack STACK = CLUSTER.stack();

    /**
     * One task on each of the nodes. Each test but one leaves {@link #LOST_NODE} alone: for up to a minute after its loss
     * Swarm's overlay does not lead there, whatever the manager says.
     */
    private static void createOn(String name, int... nodes) {
        List<String> options = new ArrayList<>(List.of("--replicas-max-per-node", "1"));
        IntStream.rangeClosed(1, 3)
                .filter(node -> IntStream.of(nodes).noneMatch(n -> n == node))
                .forEach(node -> options.addAll(List.of("--constraint", "node.hostname!=node" + node)));
        CLUSTER.createFunction(name, nodes.length, options.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {Cluster.MANAGER, 2})
    void clients_notice_nothing_of_a_task_killed_near_or_far(int node) {
        String name = "killed-" + node;
        createOn(name, 1, 2);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path(name)), "3", () -> {
            for (int i = 0; i < 2; i++) {
                CLUSTER.killTask(name, node);
                STACK.awaitServing(Cluster.path(name), 1);
                STACK.awaitServing(Cluster.path(name), 2);
            }
        });

        heard.assertNoFailure();
    }

    @Test
    void clients_notice_nothing_of_a_drained_node() {
        CLUSTER.createFunction("drained", 3, "--constraint", "node.hostname!=node" + LOST_NODE);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path("drained")), "3", () -> {
            CLUSTER.drain(2);
            awaitTasksOnNode("drained", 2, 0);
            STACK.awaitServing(Cluster.path("drained"), 3);
        });

        heard.assertNoFailure();
    }

    @Test
    void clients_notice_nothing_of_a_node_that_loses_its_network_and_comes_back() {
        createOn("lost", 1, 2, LOST_NODE);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path("lost")), "3", clients -> {
            CLUSTER.cut(LOST_NODE);
            CLUSTER.awaitNodes("Down", 1);
            clients.awaitMore(Clients.A_WHILE);
            CLUSTER.heal(LOST_NODE);
            CLUSTER.awaitNodes("Ready", 3);
            clients.awaitMore(Clients.A_WHILE);
        });

        heard.assertNoFailure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void clients_notice_nothing_of_a_node_whose_engine_ends_and_comes_back(String signal) {
        String name = "engine-" + signal.toLowerCase(Locale.ROOT);
        createOn(name, 1, 2);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path(name)), "3", clients -> {
            CLUSTER.endEngine(2, signal);
            CLUSTER.awaitNodes("Down", 1);
            CLUSTER.startEngine(2);
            CLUSTER.awaitNodes("Ready", 3);
            STACK.awaitServing(Cluster.path(name), 2);
        });

        heard.assertNoFailure();
    }

    /**
     * The gateway and its function are on a worker here, with the manager's socket: an Engine that ends takes its containers
     * along, and one that is silent does not read what they log, so that they come to a halt.
     */
    private static Supplier<List<String>> createFarFromTheManager(String name) {
        CLUSTER.createFunction(name, 2, "--constraint", "node.hostname==node2");
        CLUSTER.createGateway(
                name + "-gateway",
                "--constraint",
                "node.hostname==node2",
                "--mount",
                "type=bind,source=" + CLUSTER.folder(Cluster.MANAGER) + ",target=/manager",
                "--env",
                "DOCKER_HOST=unix:///manager/docker.sock");
        Supplier<List<String>> log = () -> CLUSTER.log(name + "-gateway", 2);
        awaitLog("function " + name + ": added", log);
        Await.until(
                "the gateway far from the manager to answer",
                Stack.PATIENCE,
                () -> Cluster.status(CLUSTER.farUri(2, Cluster.path(name))),
                "200"::equals);
        return log;
    }

    @Test
    void clients_notice_nothing_of_a_manager_that_is_silent_while_a_task_dies() {
        Supplier<List<String>> log = createFarFromTheManager("silent");

        Clients.Heard heard = Clients.during(CLUSTER.farUri(2, Cluster.path("silent")), "3", clients -> {
            CLUSTER.freeze(Cluster.MANAGER);
            awaitLog("lost the Docker API", log);
            CLUSTER.killTask("silent", 2);
            clients.awaitMore(Clients.A_WHILE);
            CLUSTER.thaw(Cluster.MANAGER);
            awaitLog("regained the Docker API", log);
            CLUSTER.awaitNodes("Ready", 3);
        });

        heard.assertNoFailure();
    }

    /** The last: for up to a minute the overlay does not lead from the manager's node to the others, nor back. */
    @Test
    @Order(Integer.MAX_VALUE)
    void clients_notice_nothing_of_a_manager_that_starts_again() {
        Supplier<List<String>> log = createFarFromTheManager("managed");

        Clients.Heard heard = Clients.during(CLUSTER.farUri(2, Cluster.path("managed")), "3", clients -> {
            CLUSTER.endEngine(Cluster.MANAGER, "TERM");
            awaitLog("lost the Docker API", log);
            clients.awaitMore(Clients.A_WHILE);
            CLUSTER.startEngine(Cluster.MANAGER);
            awaitLog("regained the Docker API", log);
            CLUSTER.awaitNodes("Ready", 3);
            STACK.scale("managed", 4);
            awaitLog("4 of 4", log);
        });

        heard.assertNoFailure();
    }

    private static void awaitLog(String words, Supplier<List<String>> log) {
        Await.until(
                "the gateway to log: " + words,
                Stack.PATIENCE,
                () -> log.get().stream()
                        .filter(line -> !line.contains(" access "))
                        .toList(),
                lines -> lines.stream().anyMatch(line -> line.contains(words)));
    }

    private static void awaitTasksOnNode(String name, int node, int number) {
        Await.until(
                number + " tasks on node " + node,
                Stack.PATIENCE,
                () -> CLUSTER.containers(name, node),
                containers -> containers.size() == number);
    }
}
