package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code stack.secure.yml}: gateways without the Docker socket, on workers, and what they and a stranger may ask. */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecureStackIT {
    private static final int WORKER = 2;
    private static final String ADDITION = "/addition?a=1&b=2";

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster("stack.secure.yml");

    @Test
    @Order(1)
    void a_gateway_on_a_worker_follows_changes() {
        gatewaysEverywhere();
        CLUSTER.createService("followed", "--label", "faas.name=followed");

        awaitCall(WORKER, "followed");
        CLUSTER.update("followed", "--label-add", "faas.name=renamed");
        awaitCall(WORKER, "renamed");
    }

    @Test
    @Order(2)
    void a_gateway_has_no_rights_that_it_does_not_need() {
        String seen = inGateway(
                "cat /proc/1/status; grep ' / / ' /proc/1/mountinfo; touch /x 2>&1; ls /var/run/docker.sock 2>&1");

        assertTrue(seen.contains("Uid:\t65532\t65532\t65532\t65532"), seen);
        assertTrue(seen.contains("CapBnd:\t0000000000000000"), seen);
        assertTrue(seen.contains("CapEff:\t0000000000000000"), seen);
        assertTrue(seen.contains("NoNewPrivs:\t1"), seen);
        assertTrue(seen.contains("'/x': Read-only file system"), seen);
        assertTrue(seen.contains("'/var/run/docker.sock': No such file or directory"), seen);
    }

    @Test
    @Order(3)
    void whoever_takes_over_a_gateway_can_read_its_lists_and_nothing_else() {
        assertEquals("200", ask("GET /services"));
        for (String request : List.of(
                "POST /services/create",
                "POST /services",
                "HEAD /services",
                "GET /secrets",
                "GET /containers/json",
                "GET /events",
                "GET /tasks?filters=%7B%22name%22%3A%5B%22x%22%5D%7D",
                "GET /services/../secrets",
                "GET //secrets")) {
            assertEquals("403", ask(request), request);
            Await.until(
                    "the refusal in the proxy's log: " + request,
                    Stack.PATIENCE,
                    () -> CLUSTER.log("docker-api", Cluster.MANAGER),
                    log -> log.stream()
                            .anyMatch(line -> line.endsWith(" " + request + " 403") && line.startsWith("refused: ")));
        }
    }

    @Test
    @Order(4)
    void functions_do_not_reach_the_proxy() {
        String function = CLUSTER.containers("addition", Cluster.MANAGER).stream()
                .findFirst()
                .orElseGet(() -> CLUSTER.containers("addition", WORKER).getFirst());
        int node = CLUSTER.containers("addition", Cluster.MANAGER).contains(function) ? Cluster.MANAGER : WORKER;

        List<String> seen =
                CLUSTER.on(node).lines("exec", function, "bash", "-c", "2>&1 : <>/dev/tcp/docker-api/2375 || true");

        assertTrue(String.join("\n", seen).contains("docker-api: "), seen.toString());
    }

    @Test
    @Order(5)
    void clients_notice_nothing_of_a_proxy_that_is_replaced() {
        Clients.Heard heard = Clients.during(CLUSTER.uri(WORKER, ADDITION), "3", clients -> {
            CLUSTER.killTask("docker-api", Cluster.MANAGER);
            awaitReadiness("but the routing table is");
            awaitReadiness("OK\n");
            clients.awaitMore(Clients.A_WHILE);
        });

        heard.assertNoFailure();
    }

    @Test
    @Order(6)
    void a_gateway_leaves_a_manager_that_hangs_for_another() {
        CLUSTER.promote(WORKER);
        CLUSTER.promote(3);
        Await.until(
                "a proxy on each manager",
                Stack.PATIENCE,
                () -> CLUSTER.containers("docker-api", 3).size()
                        + CLUSTER.containers("docker-api", WORKER).size(),
                proxies -> proxies == 2);

        Clients.Heard heard = Clients.during(CLUSTER.uri(WORKER, ADDITION), "3", clients -> {
            CLUSTER.freeze(3);
            clients.awaitMore(Clients.A_WHILE);
            CLUSTER.createService(
                    "meanwhile", "--label", "faas.name=meanwhile", "--constraint", "node.hostname!=node3");
            awaitCall(WORKER, "meanwhile");
            awaitCall(Cluster.MANAGER, "meanwhile");
            CLUSTER.thaw(3);
        });

        heard.assertNoFailure();
    }

    @Test
    @Order(7)
    void a_gateway_that_cannot_write_files_has_the_native_library_for_tls(@TempDir Path folder) throws Exception {
        Certificates.in(folder, "EC", "ip:127.0.0.1").serverFiles(folder.resolve("certificate"), folder.resolve("key"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Docker engine = CLUSTER.on(Cluster.MANAGER);
        String gateway = engine.lines(
                        "run",
                        "--detach",
                        "--read-only",
                        "--user",
                        "65532",
                        "--cap-drop",
                        "ALL",
                        "--network",
                        "none",
                        "--volume",
                        folder + ":/tls:ro",
                        "--env",
                        "FAAS_TLS_CERT=/tls/certificate",
                        "--env",
                        "FAAS_TLS_KEY=/tls/key",
                        "--env",
                        "FAAS_START_TIMEOUT=0s",
                        "faas/gateway")
                .getFirst();
        try {
            List<String> log = Await.until(
                    "the gateway to serve TLS",
                    Stack.PATIENCE,
                    () -> engine.log(gateway),
                    lines -> lines.stream().anyMatch(line -> line.contains("serving calls over TLS")));

            assertTrue(log.stream().noneMatch(line -> line.contains("Conscrypt cannot be used")), log::toString);
        } finally {
            engine.lines("rm", "--force", gateway);
        }
    }

    private static void gatewaysEverywhere() {
        for (int node = 1; node <= 3; node++) {
            awaitCall(node, "addition");
        }
    }

    private static void awaitCall(int node, String function) {
        Await.until(function + " on node " + node, Stack.PATIENCE, () -> CLUSTER.status(node, function), "200"::equals);
    }

    private static void awaitReadiness(String words) {
        Await.until(
                "readiness with: " + words,
                Stack.PATIENCE,
                () -> CLUSTER.admin(WORKER, "/readyz") + "\n",
                answer -> answer.contains(words));
    }

    /** The status of the proxy's response to a request from the gateway's container on the worker. */
    private static String ask(String request) {
        return inGateway(
                "exec 3<>/dev/tcp/docker-api/2375; printf '%s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' "
                        + "'" + request + "' >&3; read -r _ status _ <&3; echo $status");
    }

    private static String inGateway(String commands) {
        String gateway = CLUSTER.containers("gateway", WORKER).getFirst();
        return String.join("\n", CLUSTER.on(WORKER).lines("exec", gateway, "bash", "-c", commands + "; true"));
    }
}
