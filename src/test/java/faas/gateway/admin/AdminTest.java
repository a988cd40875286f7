package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.Balancer;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Rollout;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdminTest {
    /** A port that nothing listens on: TCPMUX (RFC 1078). */
    private static final int CLOSED_PORT = 1;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_HOLD", "0s");

    @Test
    void the_gateway_is_ready_once_the_swarm_was_read_and_says_why_it_is_not_before() {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.of("there is no Docker socket")));
        HttpResponse<String> before = gateway.admin("/readyz");

        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofMillis(1500)), Optional.empty()));
        HttpResponse<String> after = gateway.admin("/readyz");

        assertEquals(503, before.statusCode());
        assertEquals("there is no Docker socket\n", before.body());
        assertEquals(200, after.statusCode());
        assertEquals("OK\n", after.body());
        assertTrue(gateway.admin("/metrics").body().contains("faas_gateway_table_age_seconds 1.5"));
    }

    @Test
    void without_docker_after_the_first_reading_the_gateway_stays_ready_and_says_how_old_its_table_is() {
        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofMinutes(5)), Optional.of("no answer")));

        HttpResponse<String> response = gateway.admin("/readyz");

        assertEquals(200, response.statusCode());
        assertEquals("OK, but the routing table is 300 s old: no answer\n", response.body());
    }

    @Test
    void it_is_alive_from_the_first_reading_on() {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.empty()));

        HttpResponse<String> response = gateway.admin("/healthz");

        assertEquals(503, response.statusCode());
        assertEquals("the gateway has not read the Swarm yet\n", response.body());
    }

    @Test
    void it_is_alive_even_without_docker() {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.of("lost")));

        assertEquals(200, gateway.admin("/healthz").statusCode());
    }

    @Test
    void the_routing_table_is_shown_as_json() {
        gateway.deploy("g");
        gateway.deploy("f", 1001, 1002);

        JsonArray functions =
                JsonParser.parseString(gateway.admin("/system/table").body()).getAsJsonArray();

        assertEquals(2, functions.size());
        JsonObject f = functions.get(0).getAsJsonObject();
        assertEquals("f", f.get("name").getAsString());
        assertEquals(2, f.get("availableReplicas").getAsInt());
        JsonObject task = f.getAsJsonArray("tasks").get(1).getAsJsonObject();
        assertEquals("f-1002", task.get("id").getAsString());
        assertEquals(1002, task.get("port").getAsInt());
        assertFalse(task.get("ejected").getAsBoolean());
        assertEquals(
                0, functions.get(1).getAsJsonObject().getAsJsonArray("tasks").size());
    }

    @Test
    void labels_and_draining_tasks_are_shown() {
        FunctionPolicy policy = new FunctionPolicy(
                Optional.of(Duration.ofMillis(1500)),
                OptionalInt.of(2),
                OptionalInt.of(8),
                Optional.of(Duration.ofSeconds(10)),
                Balancer.LEAST_IN_FLIGHT,
                OptionalInt.of(90),
                "/api");
        Endpoint stopping = new Endpoint("t1", "s1", "node1", 1, "127.0.0.1", 1001);
        gateway.deploy(new DeployedFunction(
                "f", List.of(new FunctionService("s1", "faas_f", 8080, 1, policy, List.of(), List.of(stopping)))));

        JsonObject f = JsonParser.parseString(gateway.admin("/system/table").body())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();

        assertEquals(
                JsonParser.parseString("""
                        {"timeoutSeconds": 1.5, "retries": 2, "maxInFlight": 8, "holdSeconds": 10.0,
                         "balancer": "least-in-flight", "weight": 90, "path": "/api"}"""),
                f.getAsJsonArray("services").get(0).getAsJsonObject().get("policy"));
        assertEquals(0, f.getAsJsonArray("tasks").size());
        assertEquals(
                "t1",
                f.getAsJsonArray("draining").get(0).getAsJsonObject().get("id").getAsString());
    }

    @Test
    void the_diagnosis_lists_every_service_and_task_and_its_own_age() {
        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofMillis(2500)), Optional.of("no answer")));
        gateway.discoverySays(new Diagnosis(List.of(service("faas_f", "f", true), service("faas_g", "g", false))));

        HttpResponse<String> response = gateway.admin("/system/diagnosis");

        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
        JsonObject shown = JsonParser.parseString(response.body()).getAsJsonObject();
        assertEquals(2, shown.getAsJsonArray("services").size());
        shown.getAsJsonArray("services").remove(1);
        assertEquals(JsonParser.parseString("""
                {"ageSeconds": 2.5, "trouble": "no answer", "services": [
                  {"id": "faas_f-id", "name": "faas_f", "function": "f", "routed": true,
                   "rollout": {"state": "paused", "message": "it failed", "started": "", "pauseSeconds": 0}, "reasons": [], "remarks": ["so"],
                   "commands": ["docker service ps x"],
                   "tasks": [{"id": "faas_f-task", "slot": 1, "state": "running", "desiredState": "running", "node": "host-1",
                     "address": "10.0.1.7", "role": "able", "ejected": false, "error": "", "created": "", "changed": ""}],
                   "labels": []}]}"""), shown);
    }

    @Test
    void the_diagnosis_can_be_filtered_by_service_or_function() {
        gateway.discoverySays(
                new Diagnosis(List.of(service("a", "f", true), service("b", "f", true), service("c", "g", true))));

        assertEquals(List.of("a", "b", "c"), diagnosed(""));
        assertEquals(List.of("b"), diagnosed("?service=b"));
        assertEquals(List.of("a", "b"), diagnosed("?function=f"));
        assertEquals(List.of(), diagnosed("?function=unknown"));
    }

    @Test
    void before_the_first_reading_the_diagnosis_is_empty_and_without_an_age() {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.empty()));

        assertEquals(
                JsonParser.parseString("{\"services\": []}"),
                JsonParser.parseString(gateway.admin("/system/diagnosis").body()));
    }

    @Test
    void an_ejected_task_is_shown_as_such() {
        gateway.deploy("f", CLOSED_PORT);
        gateway.discoverySays(new Diagnosis(List.of(new Diagnosis.Service(
                "f",
                "faas_f",
                "f",
                true,
                Rollout.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(new Diagnosis.Task(
                        "f-" + CLOSED_PORT,
                        1,
                        "running",
                        "running",
                        "host-1",
                        "127.0.0.1",
                        Diagnosis.Role.ABLE,
                        ""))))));

        gateway.get("/f");
        gateway.skip(Duration.ofSeconds(3));

        assertTrue(gateway.admin("/system/diagnosis").body().contains("\"ejected\": true"));
        JsonObject shown = JsonParser.parseString(
                        gateway.admin("/system/table?function=f").body())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("tasks")
                .get(0)
                .getAsJsonObject();
        assertTrue(shown.get("ejectedSeconds").getAsDouble() >= 3, shown.toString());
        assertEquals(0, shown.get("probeSeconds").getAsDouble());
    }

    @Test
    void calls_are_counted_by_function_and_code_and_unknown_names_add_no_label() {
        gateway.deploy("asleep");
        gateway.get("/asleep");
        gateway.get("/made-up-1");
        gateway.get("/made-up-2");
        gateway.accessLog(3);

        String metrics = gateway.admin("/metrics").body();

        assertTrue(
                metrics.contains("faas_gateway_calls_total{code=\"503\",fault=\"no_task\",function=\"asleep\"} 1"),
                metrics);
        assertTrue(
                metrics.contains("faas_gateway_calls_total{code=\"404\",fault=\"unknown_function\",function=\"\"} 2"),
                metrics);
        assertTrue(!metrics.contains("made-up"), metrics);
    }

    @Test
    void tasks_are_counted_by_state_and_their_replicas_beside_them() {
        gateway.deploy("f", CLOSED_PORT, CLOSED_PORT + 1);
        gateway.get("/f");

        String metrics = gateway.admin("/metrics").body();

        assertTrue(metrics.contains("faas_gateway_requested_tasks{function=\"f\"} 2.0\n"), metrics);
        assertTrue(metrics.contains("faas_gateway_tasks{function=\"f\",state=\"able\"} 0.0\n"), metrics);
        assertTrue(metrics.contains("faas_gateway_tasks{function=\"f\",state=\"ejected\"} 2.0\n"), metrics);
        assertTrue(metrics.contains("gateway_service_count{function_name=\"f.openfaas-fn\"} 2.0\n"), metrics);
        assertTrue(metrics.contains("faas_gateway_build_info{version=\"development\"} 1\n"), metrics);
    }

    @Test
    void each_task_has_its_metrics_on_a_page_of_its_own() {
        gateway.deploy("f", CLOSED_PORT);
        gateway.get("/f");

        String tasks = gateway.admin("/metrics/tasks").body();

        String labels =
                "function=\"f\",node=\"node1\",%sservice=\"faas_f\",slot=\"1\",task=\"f-" + CLOSED_PORT + "\"} ";
        assertTrue(
                tasks.contains("faas_gateway_task_calls_total{" + labels.formatted("result=\"failed\",") + "1.0\n"),
                tasks);
        assertTrue(tasks.contains("faas_gateway_task_ejected{" + labels.formatted("") + "1.0\n"), tasks);
        assertFalse(gateway.admin("/metrics").body().contains("task=\""));
    }

    @Test
    void reading_the_pages_about_a_function_without_calls_changes_nothing() {
        gateway.deploy("f", CLOSED_PORT);
        gateway.discoverySays(new Diagnosis(List.of(service("faas_f", "f", true))));

        for (String page :
                List.of("/system/table", "/system/diagnosis", "/metrics", "/metrics/tasks", "/readyz", "/healthz")) {
            assertEquals(200, gateway.admin(page).statusCode(), page);
        }
        assertEquals(0, gateway.upstreams());
        gateway.get("/f");

        assertEquals(1, gateway.upstreams());
    }

    @Test
    void the_metrics_of_a_function_disappear_with_it_and_restart_at_zero() {
        gateway.deploy("g");
        gateway.deploy("f");
        gateway.get("/f");
        gateway.get("/g");
        gateway.accessLog(2);
        assertTrue(gateway.admin("/metrics").body().contains("function=\"f\"}"));

        gateway.remove("f");
        String without = gateway.admin("/metrics").body();
        gateway.get("/f");
        gateway.deploy("f");
        gateway.get("/f");
        gateway.accessLog(4);
        String again = gateway.admin("/metrics").body();

        assertFalse(without.contains("function=\"f\""), without);
        assertTrue(without.contains("function=\"g\"}"), without);
        assertTrue(again.contains("faas_gateway_calls_total{code=\"503\",fault=\"no_task\",function=\"f\"} 1"), again);
    }

    @Test
    void the_settings_in_force_are_shown_with_their_source() {
        String settings = gateway.admin("/system/settings").body();

        JsonArray all = JsonParser.parseString(settings).getAsJsonArray();
        assertTrue(
                all.contains(JsonParser.parseString(
                        "{\"name\": \"FAAS_HOLD\", \"value\": \"0s\", \"source\": \"environment\"}")),
                settings);
        assertTrue(
                all.contains(JsonParser.parseString(
                        "{\"name\": \"FAAS_TIMEOUT\", \"value\": \"1m\", \"source\": \"default\"}")),
                settings);
    }

    @Test
    void an_unknown_path_is_a_404_that_lists_the_known_ones() {
        HttpResponse<String> response = gateway.admin("/");

        assertEquals(404, response.statusCode());
        assertEquals(
                "There is no such page; the pages are /healthz /metrics /metrics/tasks /readyz /system/diagnosis /system/settings /system/table and those of docs/openfaas.md\n",
                response.body());
    }

    private List<String> diagnosed(String query) {
        return JsonParser.parseString(gateway.admin("/system/diagnosis" + query).body())
                .getAsJsonObject()
                .getAsJsonArray("services")
                .asList()
                .stream()
                .map(service -> service.getAsJsonObject().get("name").getAsString())
                .toList();
    }

    private static Diagnosis.Service service(String name, String function, boolean routed) {
        return new Diagnosis.Service(
                name + "-id",
                name,
                function,
                routed,
                new Rollout("paused", "it failed"),
                List.of(),
                List.of("so"),
                List.of("docker service ps x"),
                List.of(new Diagnosis.Task(
                        name + "-task", 1, "running", "running", "host-1", "10.0.1.7", Diagnosis.Role.ABLE, "")));
    }
}
