package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import faas.gateway.Await;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README promises, on a real Swarm. */
class SwarmIT {
    private static final String ADDITION = "/addition?a=1&b=2";

    @RegisterExtension
    static final Stack STACK = new Stack();

    @ParameterizedTest
    @ValueSource(strings = {"", "/lambda", "/function"})
    void every_function_answers_by_every_form_of_path(String prefix) {
        assertEquals("3", STACK.get(prefix + ADDITION).body().strip());
        assertEquals("120", STACK.get(prefix + "/factorial?value=5").body().strip());
        assertEquals(
                "<p><em>hi</em></p>",
                STACK.get(prefix + "/md2html?md=*hi*").body().strip());
    }

    @Test
    void a_container_on_the_network_calls_through_the_alias_lambda() {
        String call =
                "exec 3<>/dev/tcp/lambda/80; printf 'GET /addition?a=1&b=2 HTTP/1.0\\r\\nHost: lambda\\r\\n\\r\\n' >&3; cat <&3";

        List<String> answer =
                STACK.docker().lines("exec", STACK.containers("factorial").getFirst(), "bash", "-c", call);

        assertEquals("3", answer.getLast());
    }

    @Test
    void a_function_scaled_to_five_is_answered_by_five_tasks_in_even_turn() {
        STACK.scale("addition", 5);
        STACK.awaitServing(ADDITION, 5);

        Map<String, Long> served = STACK.tasksThatServe(ADDITION, 50);

        assertEquals(List.of(10L, 10L, 10L, 10L, 10L), List.copyOf(served.values()));
    }

    @Test
    void clients_notice_nothing_of_scaling_up_and_down() {
        Clients.Heard heard = Clients.during(STACK.uri(ADDITION), "3", () -> {
            for (int tasks : new int[] {4, 1, 3}) {
                STACK.scale("addition", tasks);
                STACK.awaitServing(ADDITION, tasks);
            }
        });

        assertEquals(List.of(), heard.failures(), "failures in " + heard.calls() + " calls");
    }

    @Test
    void clients_notice_nothing_of_a_rolling_update() {
        STACK.scale("addition", 2);
        STACK.awaitServing(ADDITION, 2);
        Set<String> before = STACK.tasksThatServe(ADDITION, 6).keySet();

        Clients.Heard heard = Clients.during(STACK.uri(ADDITION), "3", () -> {
            STACK.docker().lines("service", "update", "--force", "--quiet", Stack.NAME + "_addition");
            STACK.awaitServing(ADDITION, 2);
        });

        assertEquals(List.of(), heard.failures(), "failures in " + heard.calls() + " calls");

        Set<String> after = STACK.tasksThatServe(ADDITION, 6).keySet();
        assertTrue(before.stream().noneMatch(after::contains), before + " and " + after);
    }

    @Test
    void calls_of_three_seconds_survive_a_forced_update() {
        STACK.createServiceOfFolder(
                "slow",
                "--label",
                "faas.name=slow",
                "--update-order",
                "start-first",
                "--env",
                "FAAS_MAX_INFLIGHT=1000");
        STACK.awaitStatus("/slow?millis=0", 200);
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();

        STACK.docker().lines("service", "update", "--force", "--detach", Stack.NAME + "_slow");
        Await.until(
                "the end of the update",
                Stack.PATIENCE,
                () -> {
                    calls.add(STACK.getAsync("/slow?millis=3000"));
                    return STACK.docker()
                            .lines(
                                    "service",
                                    "inspect",
                                    "--format",
                                    "{{with .UpdateStatus}}{{.State}}{{end}}",
                                    Stack.NAME + "_slow");
                },
                List.of("completed")::equals);

        assertEquals(
                Set.of("200 done after 3000 ms"),
                calls.stream()
                        .map(CompletableFuture::join)
                        .map(answer -> answer.statusCode() + " " + answer.body())
                        .collect(Collectors.toSet()));
        STACK.removeService("slow");
    }

    @Test
    void a_server_that_knows_nothing_of_functions_is_one() {
        // As the first process of a container it does not heed SIGTERM.
        STACK.createServiceOfFolder("foreign", "--label", "faas.name=foreign", "--stop-signal", "SIGKILL");

        assertEquals(
                "hello from busybox", STACK.awaitStatus("/foreign", 200).body().strip());
        assertEquals(
                "hello from busybox", STACK.get("/foreign/index.html").body().strip());

        STACK.removeService("foreign");
    }

    @Test
    void a_killed_task_is_passed_over_until_its_successor_runs() {
        STACK.scale("addition", 3);
        STACK.awaitServing(ADDITION, 3);

        Clients.Heard heard = Clients.during(STACK.uri(ADDITION), "3", () -> {
            STACK.docker().lines("kill", STACK.containers("addition").getFirst());
            STACK.awaitServing(ADDITION, 2);
            STACK.awaitServing(ADDITION, 3);
        });

        assertEquals(List.of(), heard.failures(), "failures in " + heard.calls() + " calls");
    }

    @Test
    void a_function_scaled_to_zero_is_a_503_to_be_tried_again_and_comes_back() {
        STACK.scale("factorial", 0);

        HttpResponse<String> asleep = STACK.awaitStatus("/factorial?value=5", 503);

        assertEquals("1", asleep.headers().firstValue("Retry-After").orElseThrow());
        assertEquals(
                "no_task",
                JsonParser.parseString(asleep.body())
                        .getAsJsonObject()
                        .get("code")
                        .getAsString());
        STACK.scale("factorial", 1);
        assertEquals("120", STACK.awaitStatus("/factorial?value=5", 200).body().strip());
    }

    @Test
    void a_service_is_a_function_from_its_creation_to_its_removal() {
        STACK.createService("brief", "--label", "faas.name=brief", "--label", "faas.port=8080");
        assertEquals("3", STACK.awaitStatus("/brief?a=1&b=2", 200).body().strip());

        STACK.removeService("brief");

        STACK.awaitStatus("/brief?a=1&b=2", 404);
    }

    @Test
    void labels_on_the_container_do_as_in_the_forerunners_compose_file() {
        STACK.createService("seed", "--container-label", "faas.name=seed", "--container-label", "faas.port=8080");

        assertEquals("3", STACK.awaitStatus("/seed?a=1&b=2", 200).body().strip());

        STACK.removeService("seed");
    }

    @Test
    void a_service_on_two_networks_is_reached_on_the_shared_one() {
        STACK.docker()
                .lines(
                        "network",
                        "create",
                        "--driver",
                        "overlay",
                        "--label",
                        "com.docker.stack.namespace=" + Stack.NAME,
                        Stack.NAME + "-other");
        STACK.createService("two", "--network", Stack.NAME + "-other", "--label", "faas.name=two");

        assertEquals("3", STACK.awaitStatus("/two?a=1&b=2", 200).body().strip());

        STACK.removeService("two");
    }

    @Test
    void services_of_one_name_serve_it_together() {
        STACK.createService("one", "--label", "faas.name=pair");
        STACK.createService("other", "--label", "faas.name=pair");

        STACK.awaitServing("/pair?a=1&b=2", 2);

        STACK.removeService("one");
        STACK.removeService("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faas.name=lambda", "faas.name=-x", "faas.port=http"})
    void a_label_that_cannot_be_served_is_told_in_the_log(String label) {
        String name = "odd-" + Integer.toHexString(label.hashCode());
        String other = label.startsWith("faas.name") ? "faas.port=8080" : "faas.name=" + name;
        STACK.createService(name, "--label", label, "--label", other);

        Await.until(
                "a line that names the service and the label",
                Stack.PATIENCE,
                STACK::gatewayLog,
                log -> log.stream()
                        .anyMatch(line ->
                                line.contains(Stack.NAME + "_" + name) && line.contains(label.split("=", -1)[0])));

        STACK.removeService(name);
    }
}
