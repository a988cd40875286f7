package faas.gateway.discovery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.HttpEngine;
import faas.gateway.discovery.report.SampleViews;
import faas.gateway.discovery.report.SwarmView;
import faas.gateway.discovery.schedule.Pace;
import faas.gateway.discovery.swarm.RecordedResponses;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discovery from recorded responses about {@code stack.yml}. */
class RecordedSwarmTest {
    private static final Set<String> FUNCTIONS = Set.of("addition", "factorial", "md2html");

    @RegisterExtension
    private final HttpEngine engine = new HttpEngine();

    @Test
    void the_recorded_stack_is_read_in_full() throws IOException {
        SwarmView view = SampleViews.view(RecordedResponses.reading());

        assertEquals(FUNCTIONS, view.snapshot().functions().keySet());
        assertEquals(List.of(), view.complaints().lines());
        assertTrue(view.settled());
        view.snapshot().functions().values().forEach(RecordedSwarmTest::assertFullyServed);
    }

    @Test
    void the_recorded_stack_is_routed_over_http() throws InterruptedException {
        engine.json("/services", RecordedResponses.text("services.json"));
        engine.json("/tasks", RecordedResponses.text("tasks.json"));
        engine.answer("/events", aResponse().withBody(RecordedResponses.text("events.json")));
        try (RunningDiscovery discovery = RunningDiscovery.on(new DiscoverySettings(
                new DockerAddress(engine.uri(), Optional.empty(), Optional.empty()),
                List.of(RecordedResponses.containerId()),
                Duration.ofSeconds(5),
                Pace.every(Duration.ofMillis(100))))) {
            Snapshot snapshot = discovery.next();

            assertEquals(FUNCTIONS, snapshot.functions().keySet());
            snapshot.functions().values().forEach(RecordedSwarmTest::assertFullyServed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worker.json | this node is a Swarm worker: place the gateway on a manager",
                "swarm-off.json | Swarm mode is off here: run \"docker swarm init\""
            })
    void an_engine_that_is_not_a_manager_is_reported(String answer, String reason) {
        engine.answer("/services", aResponse().withStatus(503).withBody(RecordedResponses.text(answer)));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            String trouble = discovery.trouble();

            assertTrue(trouble.startsWith(reason), trouble);
        }
    }

    private static void assertFullyServed(DeployedFunction function) {
        FunctionService service = function.services().getFirst();
        assertEquals("faas_" + function.name(), service.name());
        assertEquals(8080, service.port());
        assertEquals(service.replicas(), service.endpoints().size());
        assertFalse(service.endpoints().isEmpty());
        for (Endpoint endpoint : service.endpoints()) {
            assertTrue(endpoint.address().matches("10(\\.\\d{1,3}){3}"), endpoint::address);
        }
    }
}
