package faas.gateway.discovery;

import static faas.gateway.discovery.report.SampleViews.addition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.discovery.docker.UnixEngine;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery of a Swarm so large that a hint causes a partial reading. */
class PartialReadingTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String ID = "faas_addition-id";
    private static final List<String> PART =
            List.of("/services?filters={\"id\":[\"" + ID + "\"]}", "/tasks?filters={\"service\":[\"" + ID + "\"]}");

    @TempDir
    private Path folder = Path.of("");

    private UnixEngine engine;
    private RunningDiscovery discovery;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        engine = new UnixEngine(folder);
        engine.services(ServiceSample.of("addition"));
        engine.tasks(addition("t1").at("10.0.1.7/24"));
        discovery = RunningDiscovery.on(RunningDiscovery.partialReadings(engine.uri(), LONG));
        discovery.next();
        awaitQuiet();
        engine.forgetRequests();
    }

    @AfterEach
    void stop() throws IOException {
        discovery.close();
        engine.close();
    }

    @Test
    void a_hint_costs_two_small_requests_and_the_same_again_shortly_after() throws Exception {
        engine.event(serviceEvent("update", ID));

        Await.until("readings", TIMEOUT, engine::requests, requests -> requests.size() >= 4);
        assertEquals(List.of(PART.getFirst(), PART.getLast(), PART.getFirst(), PART.getLast()), engine.requests());
    }

    @Test
    void a_hint_updates_the_service_it_is_about() throws Exception {
        engine.services(ServiceSample.of("addition").replicas(2));
        engine.tasks(addition("t1").at("10.0.1.7/24"), addition("t2").slot(2).at("10.0.1.8/24"));
        engine.event(serviceEvent("update", ID));

        assertEquals(2, RunningDiscovery.tasksOfAddition(discovery.next()));
    }

    @Test
    void a_removed_service_costs_one_request_and_removes_its_function() throws Exception {
        engine.services();
        engine.event(serviceEvent("remove", ID));

        assertEquals(Snapshot.EMPTY, discovery.next());
        assertEquals(PART.getFirst(), engine.requests().getFirst());
        assertTrue(engine.requests().stream().noneMatch(request -> request.startsWith("/tasks")));
    }

    @Test
    void a_service_removed_between_the_two_requests_causes_a_full_reading() throws Exception {
        engine.noSuchService();
        engine.tasks();
        engine.event(serviceEvent("update", ID));

        assertEquals(0, RunningDiscovery.tasksOfAddition(discovery.next()));
        assertEquals(
                List.of(PART.getFirst(), PART.getLast(), "/services", "/tasks", "/nodes"),
                engine.requests().subList(0, 5));
        assertEquals(
                List.of(),
                discovery.log().stream().filter(line -> line.startsWith("WARN")).toList());
    }

    @Test
    void a_container_that_ends_causes_a_reading_of_its_service() throws Exception {
        engine.tasks();
        engine.event("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"c1\",\"Attributes\":{"
                + "\"com.docker.swarm.service.id\":\"" + ID + "\"}}}\n");

        assertEquals(0, RunningDiscovery.tasksOfAddition(discovery.next()));
        assertEquals(PART.getFirst(), engine.requests().getFirst());
    }

    @Test
    void a_node_event_causes_a_full_reading() throws Exception {
        engine.tasks();
        engine.event("{\"Type\":\"node\",\"Action\":\"update\",\"Actor\":{\"ID\":\"node-1\"}}\n");

        assertEquals(0, RunningDiscovery.tasksOfAddition(discovery.next()));
        assertEquals(List.of("/services", "/tasks", "/nodes"), engine.requests().subList(0, 3));
    }

    @Test
    void a_suspected_change_is_found_without_an_event() throws InterruptedException {
        engine.tasks();

        discovery.suspect(ID);

        assertEquals(0, RunningDiscovery.tasksOfAddition(discovery.next()));
        assertEquals(PART.getFirst(), engine.requests().getFirst());
    }

    @Test
    void many_suspicions_cause_few_requests() {
        long suspicions = 0;
        while (engine.requests().size() < 6) {
            discovery.suspect(ID);
            suspicions++;
        }

        assertTrue(suspicions > 1000, suspicions + " suspicions");
        assertTrue(engine.requests().size() <= 8, engine.requests()::toString);
    }

    private void awaitQuiet() {
        Await.until("streams of events", TIMEOUT, engine::streamsOpened, opened -> opened >= 1);
        Await.until(
                "quiet",
                TIMEOUT,
                discovery::status,
                status -> status.age().filter(age -> age.toMillis() > 300).isPresent());
    }

    private static String serviceEvent(String action, String id) {
        return "{\"Type\":\"service\",\"Action\":\"" + action + "\",\"Actor\":{\"ID\":\"" + id + "\"}}\n";
    }
}
