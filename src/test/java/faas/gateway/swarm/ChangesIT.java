package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do to functions on a Swarm of three nodes, while clients keep calling. */
@Tag("cluster")
class ChangesIT {
    private static final String NO_DIGEST = "0000000000000000000000000000000000000000000000000000000000000000";

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final Stack STACK = CLUSTER.stack();

    @Test
    void clients_notice_nothing_of_scaling_to_ten_and_back() {
        CLUSTER.createFunction("scaled", 1);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path("scaled")), "3", () -> {
            for (int tasks : new int[] {5, 2, 10, 1}) {
                STACK.scale("scaled", tasks);
                STACK.awaitServing(Cluster.path("scaled"), tasks);
            }
        });

        assertNoFailure(heard);
    }

    @ParameterizedTest
    @CsvSource({"start-first,2", "stop-first,2", "stop-first,1"})
    void clients_notice_nothing_of_three_rolling_updates(String order, int replicas) {
        String name = "rolled-" + order + "-" + replicas;
        CLUSTER.createFunction(name, replicas);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path(name)), "3", () -> {
            for (int i = 0; i < 3; i++) {
                CLUSTER.update(name, "--force", "--update-order", order);
            }
            STACK.awaitServing(Cluster.path(name), replicas);
        });

        assertNoFailure(heard);
    }

    @Test
    void tasks_without_a_health_check_join_without_a_failed_call() {
        CLUSTER.createFunction("unchecked", 1, "--no-healthcheck");

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path("unchecked")), "3", () -> {
            STACK.scale("unchecked", 4);
            STACK.awaitServing(Cluster.path("unchecked"), 4);
        });

        assertNoFailure(heard);
    }

    @Test
    void a_client_waits_for_a_function_that_is_scaled_from_zero() {
        CLUSTER.createService("held", "--label", "faas.name=held", "--label", "faas.hold=1m", "--replicas", "0");
        Await.until(
                "the function to be known",
                Stack.PATIENCE,
                () -> CLUSTER.admin("/system/table"),
                functions -> functions.contains("\"held\""));
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(
                () -> STACK.get(Cluster.path("held")).body().strip());

        STACK.scale("held", 1);

        assertEquals("3", waiting.join());
    }

    @Test
    void a_new_version_takes_its_share_of_the_calls_by_label_and_then_all() {
        CLUSTER.createService("blue", "--label", "faas.name=shared", "--label", "faas.weight=9");
        CLUSTER.createService("green", "--label", "faas.name=shared", "--label", "faas.weight=1");
        STACK.awaitServing(Cluster.path("shared"), 2);

        Clients.Heard heard = Clients.during(STACK.uri(Cluster.path("shared")), "3", () -> {
            Map<String, Long> few = STACK.tasksThatServe(Cluster.path("shared"), 100);
            assertTrue(few.values().stream().anyMatch(calls -> calls >= 80), few.toString());

            CLUSTER.update("blue", "--label-add", "faas.weight=0");
            STACK.awaitServing(Cluster.path("shared"), 1);
        });

        assertNoFailure(heard);
    }

    @Test
    void a_label_changes_a_functions_name_without_a_restart() {
        CLUSTER.createFunction("before", 1);
        List<String> tasks = tasks("before");

        CLUSTER.update("before", "--label-add", "faas.name=after");

        STACK.awaitStatus(Cluster.path("after"), 200);
        STACK.awaitStatus(Cluster.path("before"), 404);
        assertEquals(tasks, tasks("before"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vip", "dnsrr"})
    void a_service_with_a_task_on_every_node_is_served_by_all(String endpointMode) {
        String name = "global-" + endpointMode;
        CLUSTER.createService(
                name, "--label", "faas.name=" + name, "--mode", "global", "--endpoint-mode", endpointMode);

        STACK.awaitServing(Cluster.path(name), 3);
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere,--constraint,node.labels.moon==full,no suitable node",
        "imageless,--mount,'type=bind,source=/no/such/folder,target=/x',bind source path does not exist"
    })
    void the_diagnosis_tells_why_swarm_runs_no_task(String name, String option, String value, String words) {
        CLUSTER.createService(name, "--label", "faas.name=" + name, option, value);

        Await.until(
                "Swarm's words in the diagnosis",
                Stack.PATIENCE,
                () -> CLUSTER.admin("/system/diagnosis?function=" + name),
                diagnosis -> diagnosis.contains(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"faas/nothing:never", "localhost:1/faas/away:1.0", "faas/addition@sha256:" + NO_DIGEST})
    void the_diagnosis_tells_that_there_is_no_such_image(String image) {
        CLUSTER.createFunction("imaged", 1);

        CLUSTER.on(Cluster.MANAGER)
                .lines(
                        "service",
                        "update",
                        "--detach",
                        "--no-resolve-image",
                        "--update-order",
                        "start-first",
                        "--image",
                        image,
                        Stack.NAME + "_imaged");

        Await.until(
                "Swarm's words in the diagnosis",
                Stack.PATIENCE,
                () -> CLUSTER.admin("/system/diagnosis?function=imaged"),
                diagnosis -> diagnosis.contains("No such image: " + image));
        assertEquals(200, STACK.get(Cluster.path("imaged")).statusCode());
    }

    private static List<String> tasks(String name) {
        return CLUSTER.on(Cluster.MANAGER)
                .lines("service", "ps", "--quiet", "--filter", "desired-state=running", Stack.NAME + "_" + name);
    }

    private static void assertNoFailure(Clients.Heard heard) {
        assertEquals(List.of(), heard.failures(), "failures in " + heard.calls() + " calls");
    }
}
