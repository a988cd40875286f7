package faas.gateway.discovery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.HttpEngine;
import faas.gateway.discovery.schedule.Pace;
import faas.gateway.discovery.swarm.RecordedResponses;
import faas.gateway.function.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Engine 29 (API 1.52) changes, applied to the recorded responses of an older one. */
class Engine29Test {
    private static final Set<String> FUNCTIONS = Set.of("addition", "factorial", "md2html");

    @RegisterExtension
    private final HttpEngine engine = new HttpEngine();

    @Test
    void fields_that_came_and_went_do_not_change_what_is_routed() throws InterruptedException {
        engine.json("/services", withSwapOfServices());
        engine.json("/tasks", RecordedResponses.text("tasks.json"));
        engine.json("/containers/" + RecordedResponses.containerId() + "/json", withoutAddressOfContainer());
        try (RunningDiscovery discovery = RunningDiscovery.on(settings())) {
            Snapshot snapshot = discovery.next();

            assertEquals(FUNCTIONS, snapshot.functions().keySet());
        }
    }

    /** With that type among the accepted ones, the Engine would put a separator in front of each event. */
    @Test
    void events_are_not_requested_as_a_json_sequence() throws InterruptedException {
        engine.json("/services", withSwapOfServices());
        engine.json("/tasks", RecordedResponses.text("tasks.json"));
        try (RunningDiscovery discovery = RunningDiscovery.on(settings())) {
            discovery.next();
        }

        assertFalse(engine.requests().stream()
                .map(request -> Optional.ofNullable(request.getHeader("Accept")).orElse(""))
                .anyMatch(accepted -> accepted.contains("json-seq")));
    }

    @Test
    void a_pinned_version_that_it_no_longer_serves_is_reported_in_its_words() {
        String refusal = "client version 1.41 is too old. Minimum supported API version is 1.44";
        engine.answer("/services", aResponse().withStatus(400).withBody("{\"message\":\"" + refusal + "\"}"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            String trouble = discovery.trouble();

            assertTrue(trouble.contains(refusal), trouble);
        }
    }

    private DiscoverySettings settings() {
        return new DiscoverySettings(
                new DockerAddress(engine.uri(), Optional.empty(), Optional.empty()),
                List.of(RecordedResponses.containerId()),
                Duration.ofSeconds(5),
                Pace.every(Duration.ofMillis(100)));
    }

    private static String withSwapOfServices() {
        JsonArray services =
                JsonParser.parseString(RecordedResponses.text("services.json")).getAsJsonArray();
        for (JsonElement service : services) {
            JsonObject resources = service.getAsJsonObject()
                    .getAsJsonObject("Spec")
                    .getAsJsonObject("TaskTemplate")
                    .getAsJsonObject("Resources");
            resources.addProperty("SwapBytes", 0);
            resources.addProperty("MemorySwappiness", 60);
        }
        return services.toString();
    }

    private static String withoutAddressOfContainer() {
        JsonObject container =
                JsonParser.parseString(RecordedResponses.text("container.json")).getAsJsonObject();
        JsonObject settings = container.getAsJsonObject("NetworkSettings");
        List<String> old = settings.keySet().stream()
                .filter(name ->
                        !Set.of("Networks", "Ports", "SandboxID", "SandboxKey").contains(name))
                .toList();
        assertTrue(old.contains("IPAddress"), old.toString());
        old.forEach(settings::remove);
        return container.toString();
    }
}
