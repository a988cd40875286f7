package faas.gateway.discovery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static faas.gateway.discovery.report.SampleViews.addition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.discovery.docker.HttpEngine;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.TaskSample;
import faas.gateway.function.Endpoint;
import faas.gateway.function.Snapshot;
import faas.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Discovery without failures. */
class SwarmDiscoveryTest {
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @RegisterExtension
    private final HttpEngine engine = new HttpEngine();

    @Test
    void the_first_reading_is_published_even_if_the_swarm_is_empty() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            assertEquals(Snapshot.EMPTY, discovery.next());
        }
    }

    @Test
    void only_readings_with_changes_are_published() throws InterruptedException {
        engine.services(ServiceSample.of("addition"));
        engine.tasks(addition("t1").at("10.0.1.7/24"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            assertEquals(List.of("t1"), taskIds(discovery.next()));
            engine.awaitMore(3, "/tasks");
            assertTrue(discovery.isNothingPublished());

            engine.tasks(
                    addition("t1").at("10.0.1.7/24"), addition("t2").slot(2).at("10.0.1.8/24"));

            assertEquals(List.of("t1", "t2"), taskIds(discovery.next()));
            assertEquals(
                    List.of(
                            "INFO function addition: added, 1 of 1 tasks able to serve, "
                                    + "service faas_addition port 8080",
                            "INFO function addition: 1 -> 2 of 1 tasks able to serve (+1 -0)"),
                    discovery.awaitLog("1 -> 2"));
        }
    }

    @Test
    void the_running_tasks_of_the_gateways_own_service_are_counted() throws InterruptedException {
        engine.services(ServiceSample.of("addition"));
        engine.tasks(
                addition("t1").at("10.0.1.7/24"),
                TaskSample.of("faas_gateway", "g2"),
                TaskSample.of("faas_gateway", "g3").state("running", "shutdown"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            assertEquals(2, discovery.next().gateways());
        }
    }

    @Test
    void the_status_has_the_age_of_the_table_and_no_trouble() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.awaitMore(2, "/tasks");

            DiscoveryStatus status = discovery.status();

            assertFalse(status.age().orElseThrow().isNegative());
            assertEquals(Optional.empty(), status.trouble());
        }
    }

    @Test
    void before_the_first_reading_the_status_is_empty() {
        try (SwarmDiscovery discovery = discovery(Optional.empty())) {
            assertEquals(new DiscoveryStatus(Optional.empty(), Optional.empty()), discovery.status());
        }
    }

    @Test
    void a_reading_is_three_read_only_requests_however_many_services_there_are() throws InterruptedException {
        engine.services(ServiceSample.of("addition"), ServiceSample.of("factorial"), ServiceSample.of("md2html"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.awaitMore(5, "/tasks");
        }

        List<LoggedRequest> requests = engine.requests();
        assertTrue(requests.stream().allMatch(request -> request.getMethod().equals(RequestMethod.GET)));
        Map<String, Long> counts = requests.stream()
                .collect(Collectors.groupingBy(request -> request.getUrl().split("\\?", 2)[0], Collectors.counting()));
        assertEquals(Set.of("/services", "/tasks", "/nodes", "/events"), counts.keySet());
        assertTrue(Math.abs(engine.requests("/services") - engine.requests("/tasks")) <= 1, counts::toString);
    }

    @Test
    void a_pinned_api_version_is_in_every_path() throws InterruptedException {
        engine.serveOnlyUnder("/v1.52");
        engine.services(ServiceSample.of("addition"));
        engine.onlyTasks(addition("t1").at("10.0.1.7/24"));
        engine.json(RunningDiscovery.CONTAINER_PATH, RunningDiscovery.containerOn(ServiceSample.NETWORK));
        try (RunningDiscovery discovery =
                RunningDiscovery.on(RunningDiscovery.settings(engine.uri(), Optional.of("1.52"), DEADLINE, OFTEN))) {
            assertEquals(List.of("t1"), taskIds(discovery.next()));
        }

        assertTrue(
                engine.requests().stream().allMatch(request -> request.getUrl().startsWith("/v1.52/")));
    }

    @Test
    void a_gateway_that_is_no_task_learns_its_networks_from_its_container_once() throws InterruptedException {
        engine.services(ServiceSample.of("addition"));
        engine.onlyTasks(addition("t1").at("10.0.1.7/24"));
        engine.json(RunningDiscovery.CONTAINER_PATH, RunningDiscovery.containerOn(ServiceSample.NETWORK));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            assertEquals(List.of("t1"), taskIds(discovery.next()));
            engine.awaitMore(1, "/tasks");
            int before = engine.requests(RunningDiscovery.CONTAINER_PATH);
            engine.awaitMore(5, "/tasks");

            assertEquals(before, engine.requests(RunningDiscovery.CONTAINER_PATH));
        }
    }

    @Test
    void a_gateway_that_does_not_find_its_container_keeps_looking() throws InterruptedException {
        engine.services(ServiceSample.of("addition"));
        engine.onlyTasks(addition("t1").at("10.0.1.7/24"));
        engine.answer(
                RunningDiscovery.CONTAINER_PATH,
                aResponse().withStatus(404).withBody("{\"message\":\"No such container\"}"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            assertEquals(Snapshot.EMPTY, discovery.next());
            discovery.awaitLog("which does not know its own networks");

            engine.json(RunningDiscovery.CONTAINER_PATH, RunningDiscovery.containerOn(ServiceSample.NETWORK));

            assertEquals(List.of("t1"), taskIds(discovery.next()));
        }
    }

    @Test
    void a_complaint_is_logged_once_and_again_only_when_it_changes() throws InterruptedException {
        engine.services(ServiceSample.of("addition").label("faas.port", "http"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.awaitMore(4, "/tasks");
            engine.services(ServiceSample.of("addition").label("faas.port", "0"));
            discovery.awaitLog("faas.port=\"0\"");
            engine.awaitMore(4, "/tasks");

            String sentence = "WARN service \"faas_addition\" is not routed: label faas.port=\"%s\": "
                    + "write the port the function listens on, 1 to 65535, or remove the label for the default, 8080";
            assertEquals(List.of(sentence.formatted("http"), sentence.formatted("0")), discovery.log());
        }
    }

    @Test
    void no_thread_is_left_after_close() throws InterruptedException {
        RunningDiscovery discovery = RunningDiscovery.on(engine.uri());
        discovery.next();

        discovery.close();

        Set<String> alive = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("faas-discovery"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), alive);
    }

    @Test
    void a_discovery_cannot_be_started_twice() {
        try (SwarmDiscovery discovery = discovery(Optional.empty())) {
            discovery.start(snapshot -> {});

            assertThrows(IllegalStateException.class, () -> discovery.start(snapshot -> {}));
        }
    }

    @Test
    void an_error_in_the_midst_of_a_turn_is_told_and_the_next_turn_goes_on() throws InterruptedException {
        engine.services(ServiceSample.of("addition"));
        engine.tasks(addition("t1").at("10.0.1.7/24"));
        BlockingQueue<Snapshot> published = new LinkedBlockingQueue<>();
        AtomicInteger turns = new AtomicInteger();
        try (SwarmDiscovery discovery = discovery(Optional.empty())) {
            discovery.start(snapshot -> {
                if (turns.incrementAndGet() <= 2) {
                    throw new StackOverflowError("made by the test");
                }
                published.add(snapshot);
            });

            Snapshot snapshot = published.poll(20, TimeUnit.SECONDS);

            assertEquals(List.of("t1"), taskIds(Objects.requireNonNull(snapshot, "nothing was published")));
            Await.until(
                    "the trouble to be over",
                    Duration.ofSeconds(20),
                    discovery::status,
                    status -> status.trouble().isEmpty() && status.age().isPresent());
        }
    }

    @Test
    void for_want_of_memory_discovery_ends_and_says_so_for_good() {
        try (SwarmDiscovery discovery = discovery(Optional.empty())) {
            discovery.start(snapshot -> {
                throw new OutOfMemoryError("made by the test");
            });

            DiscoveryStatus status = Await.until(
                    "the end of discovery",
                    Duration.ofSeconds(20),
                    discovery::status,
                    now -> now.trouble().isPresent());

            String trouble = status.trouble().orElseThrow();
            assertTrue(trouble.contains("stopped") && trouble.contains("restart the gateway"), trouble);
            assertEquals(Optional.empty(), status.age(), "a gateway with an age is ready");
        }
    }

    private SwarmDiscovery discovery(Optional<String> apiVersion) {
        DiscoverySettings settings = RunningDiscovery.settings(engine.uri(), apiVersion, DEADLINE, OFTEN);
        return new SwarmDiscovery(settings, new GatewayMetrics(), System::nanoTime, InstantSource.system());
    }

    private static List<String> taskIds(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.functions().get("addition")).endpoints().stream()
                .map(Endpoint::taskId)
                .toList();
    }
}
