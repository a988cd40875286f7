package faas.gateway.discovery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static faas.gateway.discovery.report.SampleViews.addition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import faas.gateway.Await;
import faas.gateway.discovery.docker.HttpEngine;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.TaskSample;
import faas.gateway.function.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Discovery while Docker fails in various ways. */
class DockerFailureTest {
    private static final String TASKS = Stream.of(
                    TaskSample.ofGateway(RunningDiscovery.CONTAINER),
                    addition("t1").at("10.0.1.7/24"))
            .map(TaskSample::json)
            .toList()
            .toString();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @RegisterExtension
    private final HttpEngine engine = new HttpEngine();

    @BeforeEach
    void deploy() {
        engine.services(ServiceSample.of("addition"));
        engine.json("/tasks", TASKS);
    }

    static List<Arguments> troubles() {
        return List.of(
                Arguments.of("half-written JSON", aResponse().withBody(half(TASKS)), "was incomplete or malformed"),
                Arguments.of("nothing at all", aResponse().withBody(""), "was incomplete or malformed"),
                Arguments.of("no list", aResponse().withBody("{\"message\":\"hm\"}"), "was incomplete or malformed"),
                Arguments.of("more than a list", aResponse().withBody(TASKS + "]"), "was incomplete or malformed"),
                Arguments.of(
                        "garbage within chunks",
                        aResponse().withBody(TASKS).withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                        "was incomplete or malformed"),
                Arguments.of("no HTTP", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "did not respond"),
                Arguments.of("a closed connection", aResponse().withFault(Fault.EMPTY_RESPONSE), "did not respond"),
                Arguments.of("a reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "did not respond"),
                Arguments.of(
                        "a leaderless Swarm",
                        aResponse().withStatus(500).withBody("{\"message\":\"The swarm does not have a leader.\"}"),
                        "Docker answered 500 to GET /tasks: \"The swarm does not have a leader.\""),
                Arguments.of(
                        "a proxy that forbids",
                        aResponse().withStatus(403).withBody("<html>Forbidden</html>"),
                        "Docker answered 403 to GET /tasks: \"no message\""),
                Arguments.of(
                        "an empty list that is no success",
                        aResponse().withStatus(500).withBody("[]"),
                        "Docker answered 500 to GET /tasks: \"no message\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void the_last_table_stays_in_force_and_the_failure_is_logged_once(
            String name, ResponseDefinitionBuilder trouble, String reason) throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.answer("/tasks", trouble);
            String reported = discovery.trouble();
            engine.awaitMore(2, "/services");
            engine.json("/tasks", TASKS);
            List<String> log = discovery.awaitLog("regained the Docker API after");

            assertTrue(reported.contains(reason), reported);
            assertTrue(discovery.isNothingPublished());
            assertEquals(3, log.size(), log::toString);
            assertTrue(log.get(1).startsWith("WARN lost the Docker API: "), log.get(1));
            assertTrue(log.get(1).endsWith("; still serving the last table"), log.get(1));
        }
    }

    @Test
    void a_response_that_stalls_midway_times_out() throws InterruptedException {
        assertCutOff(aResponse().withBody(TASKS).withChunkedDribbleDelay(5, 600_000));
    }

    @Test
    void a_response_that_does_not_begin_times_out() throws InterruptedException {
        assertCutOff(aResponse().withBody(TASKS).withFixedDelay(600_000));
    }

    private void assertCutOff(ResponseDefinitionBuilder stall) throws InterruptedException {
        engine.answer("/tasks", stall);
        try (RunningDiscovery discovery =
                RunningDiscovery.on(engine.uri(), Duration.ofMillis(500), Duration.ofMillis(100))) {
            String reported = discovery.trouble();
            assertTrue(discovery.isNothingPublished());
            engine.json("/tasks", TASKS);
            Snapshot snapshot = discovery.next();

            assertTrue(reported.contains("did not respond completely within 500 ms"), reported);
            assertEquals(1, snapshot.functions().size());
        }
    }

    @Test
    void a_worker_is_reported_and_read_once_it_is_promoted() throws InterruptedException {
        engine.answer(
                "/services",
                aResponse()
                        .withStatus(503)
                        .withBody("{\"message\":\"This node is not a swarm manager. Worker nodes can't be used to view "
                                + "or modify cluster state.\"}"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            String reported = discovery.trouble();
            engine.services(ServiceSample.of("addition"));
            Snapshot snapshot = discovery.next();

            assertTrue(reported.startsWith("this node is a Swarm worker: place the gateway on a manager"), reported);
            assertEquals(1, snapshot.functions().size());
        }
    }

    @Test
    void an_unreachable_daemon_is_reported_and_read_once_it_starts() throws InterruptedException {
        engine.stop();
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            String reported = discovery.trouble();
            engine.restart();
            Snapshot snapshot = discovery.next();

            assertTrue(reported.startsWith("cannot connect to Docker at tcp://127.0.0.1:"), reported);
            assertEquals(1, snapshot.functions().size());
        }
    }

    @Test
    void a_restart_of_the_daemon_removes_no_function() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.stop();
            discovery.trouble();
            engine.restart();
            discovery.awaitLog("regained the Docker API after");
            Await.until(
                    "no trouble",
                    TIMEOUT,
                    discovery::status,
                    status -> status.trouble().isEmpty());

            assertTrue(discovery.isNothingPublished());
        }
    }

    @Test
    void a_complete_empty_list_right_after_a_failure_is_accepted() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.answer("/services", aResponse().withBody("["));
            discovery.trouble();
            assertTrue(discovery.isNothingPublished());

            engine.services();

            assertEquals(Snapshot.EMPTY, discovery.next());
        }
    }

    @Test
    void rejected_event_requests_are_logged_and_readings_continue() throws InterruptedException {
        engine.answer("/events", aResponse().withStatus(403).withBody("{\"message\":\"not for you\"}"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            discovery.awaitLog("no events: Docker answered 403 to GET /events");
            engine.tasks();

            assertEquals(1, discovery.next().functions().size());
        }
    }

    private static String half(String text) {
        return text.substring(0, text.length() / 2);
    }
}
