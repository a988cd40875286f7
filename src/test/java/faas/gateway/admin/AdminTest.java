package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.discovery.DiscoveryStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdminTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @Test
    void the_gateway_is_ready_once_the_swarm_was_read_and_tells_why_before() {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.of("there is no Docker socket")));
        HttpResponse<String> before = gateway.admin("/readyz");

        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofMillis(1500)), Optional.empty()));
        HttpResponse<String> after = gateway.admin("/readyz");

        assertEquals(503, before.statusCode());
        assertEquals("there is no Docker socket\n", before.body());
        assertEquals(200, after.statusCode());
        assertTrue(gateway.admin("/metrics").body().contains("faas_gateway_table_age_seconds 1.5"));
    }

    @Test
    void a_docker_lost_after_the_first_reading_leaves_the_gateway_ready() {
        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofMinutes(5)), Optional.of("lost")));

        assertEquals(200, gateway.admin("/readyz").statusCode());
    }

    @Test
    void it_is_alive_whatever_docker_does() {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.of("lost")));

        assertEquals(200, gateway.admin("/healthz").statusCode());
    }

    @Test
    void what_is_routed_where_is_told_as_json() {
        gateway.deploy("g");
        gateway.deploy("f", 1001, 1002);

        JsonArray functions = JsonParser.parseString(
                        gateway.admin("/system/functions").body())
                .getAsJsonArray();

        assertEquals(2, functions.size());
        JsonObject f = functions.get(0).getAsJsonObject();
        assertEquals("f", f.get("name").getAsString());
        assertEquals(2, f.get("availableReplicas").getAsInt());
        JsonObject task = f.getAsJsonArray("tasks").get(1).getAsJsonObject();
        assertEquals("f-1002", task.get("id").getAsString());
        assertEquals(1002, task.get("port").getAsInt());
        assertEquals(
                0, functions.get(1).getAsJsonObject().getAsJsonArray("tasks").size());
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
    void another_path_is_a_404_that_lists_what_there_is() {
        HttpResponse<String> answer = gateway.admin("/");

        assertEquals(404, answer.statusCode());
        assertEquals("Nothing is here; try one of /healthz /metrics /readyz /system/functions\n", answer.body());
    }
}
