package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.Await;
import faas.gateway.ProjectFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways of {@code stack.secure.yml}, on the manager and on workers, behind haproxy as a balancer. */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewaysIT {
    private static final String BALANCER = Stack.NAME + "-balancer";
    private static final List<Integer> NODES = List.of(1, 2, 3);
    private static final URI CALLS = URI.create("http://127.0.0.1:8090" + Cluster.path("addition"));

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster("stack.secure.yml");

    /** The balancer is a container in the network of this machine, from which a link leads to the nodes. */
    private static final Docker MACHINE = new Docker(Map.of());

    @BeforeAll
    static void balance(@TempDir Path folder) throws IOException {
        CLUSTER.stack().scale("addition", 3);
        Path config = Files.writeString(
                folder.resolve("balancer.cfg"),
                ProjectFiles.read(Path.of("src/test/resources/swarm/balancer.cfg"))
                        .replace("SUBNET", CLUSTER.subnet()));
        MACHINE.quietly("rm", "--force", BALANCER);
        MACHINE.lines(
                "create",
                "--name",
                BALANCER,
                "--network",
                "host",
                "--entrypoint",
                "haproxy",
                "faas/docker-api",
                "-db",
                "-f",
                "/balancer.cfg");
        MACHINE.lines("cp", config.toString(), BALANCER + ":/balancer.cfg");
        MACHINE.lines("start", BALANCER);
        Await.until(
                "all gateways behind the balancer",
                Stack.PATIENCE,
                () -> List.of(
                        CLUSTER.status(1, "addition"), CLUSTER.status(2, "addition"), CLUSTER.status(3, "addition")),
                List.of("200", "200", "200")::equals);
    }

    @AfterAll
    static void removeBalancer() {
        MACHINE.quietly("rm", "--force", BALANCER);
    }

    @Test
    @Order(0)
    void the_gateways_grant_a_rate_together() {
        CLUSTER.createFunction("limited", 1);
        CLUSTER.update("limited", "--label-add", "faas.rate=3/h");
        for (int node : NODES) {
            Await.until("a first limit", Stack.PATIENCE, () -> CLUSTER.status(node, "limited"), "429"::equals);
        }

        CLUSTER.update("limited", "--label-add", "faas.rate=30/h");

        for (int node : NODES) {
            Await.until("another limit", Stack.PATIENCE, () -> CLUSTER.status(node, "limited"), "200"::equals);
            List<String> further = IntStream.range(0, 20)
                    .mapToObj(i -> CLUSTER.status(node, "limited"))
                    .toList();
            assertEquals(9, Collections.frequency(further, "200"), further::toString);
            assertEquals(11, Collections.frequency(further, "429"), further::toString);
        }
    }

    @Test
    @Order(1)
    void clients_notice_nothing_of_a_rolling_update_of_the_gateways() {
        Clients.during(CALLS, "3", () -> CLUSTER.update("gateway", "--force")).assertNoFailure();
    }

    @Test
    @Order(2)
    void clients_notice_nothing_of_a_node_that_is_lost_with_its_gateway() {
        Clients.Heard heard = Clients.during(CALLS, "3", clients -> {
            CLUSTER.cut(3);
            CLUSTER.awaitNodes("Down", 1);
            clients.awaitMore(Clients.A_WHILE);
            CLUSTER.heal(3);
            CLUSTER.awaitNodes("Ready", 3);
            clients.awaitMore(Clients.A_WHILE);
        });

        heard.assertNoFailure();
    }

    @Test
    @Order(3)
    void clients_notice_nothing_of_a_leader_that_is_lost_with_its_gateway() {
        CLUSTER.promote(2);
        CLUSTER.promote(3);
        Clients.Heard heard = Clients.during(CALLS, "3", clients -> {
            CLUSTER.cut(Cluster.MANAGER);
            Await.until(
                    "another leader",
                    Stack.PATIENCE,
                    () -> CLUSTER.on(2)
                            .succeeds(
                                    "service",
                                    "update",
                                    "--detach",
                                    "--label-add",
                                    "faas.weight=2",
                                    Stack.NAME + "_factorial"),
                    success -> success);
            clients.awaitMore(Clients.A_WHILE);
            CLUSTER.heal(Cluster.MANAGER);
            CLUSTER.awaitNodes("Ready", 3);
            clients.awaitMore(Clients.A_WHILE);
        });

        heard.assertNoFailure();
    }
}
