package faas.gateway.discovery;

import static faas.gateway.discovery.report.SampleViews.addition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.discovery.docker.UnixEngine;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery over a unix socket: behaviour specific to it, and reactions to events. */
class UnixSocketTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String SERVICE_EVENT =
            "{\"Type\":\"service\",\"Action\":\"update\",\"Actor\":{\"ID\":\"s1\"},\"scope\":\"swarm\"}\n";

    @TempDir
    private Path folder = Path.of("");

    private UnixEngine engine;

    @BeforeEach
    void startEngine() throws IOException {
        engine = new UnixEngine(folder);
        engine.services(ServiceSample.of("addition"));
        engine.tasks(addition("t1").at("10.0.1.7/24"));
    }

    @AfterEach
    void stopEngine() throws IOException {
        engine.close();
    }

    @Test
    void the_swarm_is_read_over_a_unix_socket() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            Snapshot snapshot = discovery.next();

            assertEquals(1, RunningDiscovery.tasksOfAddition(snapshot));
        }
    }

    @Test
    void a_daemon_that_hangs_times_out_and_is_read_again_once_it_responds() throws InterruptedException {
        engine.hangOn("/tasks");
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), SHORT, Duration.ofMillis(100))) {
            String trouble = discovery.trouble();
            engine.recoverOn("/tasks");
            Snapshot snapshot = discovery.next();

            assertTrue(trouble.contains("did not respond completely within 300 ms"), trouble);
            assertEquals(1, RunningDiscovery.tasksOfAddition(snapshot));
        }
    }

    @Test
    void a_daemon_that_hangs_does_not_delay_close() {
        engine.hangOn("/services");
        RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), LONG, LONG);
        awaitStreams(1);

        discovery.close();

        Await.until("connections to end", TIMEOUT, engine::openConnections, open -> open == 0);
        assertTrue(discovery.isNothingPublished());
        assertEquals(List.of(), discovery.log());
    }

    @Test
    void readings_that_timed_out_leave_no_connection_behind() throws InterruptedException {
        engine.hangOn("/tasks");
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), SHORT, Duration.ofMillis(100))) {
            Await.until("several readings", TIMEOUT, engine::taskRequests, requests -> requests >= 4);
            engine.recoverOn("/tasks");
            discovery.next();

            // one for readings, one for events
            Await.until("connections to end", TIMEOUT, engine::openConnections, open -> open <= 2);
        }
    }

    @Test
    void a_missing_socket_is_logged_once_and_read_once_it_exists() throws Exception {
        engine.close();
        Files.delete(folder.resolve("docker.sock"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            String trouble = discovery.trouble();
            engine = new UnixEngine(folder);
            engine.services(ServiceSample.of("addition"));
            engine.tasks(addition("t1").at("10.0.1.7/24"));
            Snapshot snapshot = discovery.next();

            assertTrue(trouble.startsWith("there is no Docker socket at " + folder), trouble);
            assertEquals(1, RunningDiscovery.tasksOfAddition(snapshot));
            assertEquals(
                    1,
                    discovery.awaitLog("regained the Docker API").stream()
                            .filter(line -> line.contains("cannot read the Swarm: " + trouble))
                            .count());
        }
    }

    @Test
    void an_event_advances_the_next_reading() throws Exception {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), TIMEOUT, LONG)) {
            discovery.next();
            awaitQuiet(discovery);
            engine.services(ServiceSample.of("addition").replicas(2));
            engine.tasks(
                    addition("t1").at("10.0.1.7/24"), addition("t2").slot(2).at("10.0.1.8/24"));
            engine.event(SERVICE_EVENT);

            assertEquals(2, RunningDiscovery.tasksOfAddition(discovery.next()));
        }
    }

    @Test
    void a_network_event_makes_the_gateway_look_up_its_own_networks_again() throws Exception {
        engine.onlyTasks(addition("t1").at("10.0.1.7/24"));
        engine.json(RunningDiscovery.CONTAINER_PATH, RunningDiscovery.containerOn("net-other"));
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), TIMEOUT, LONG)) {
            assertEquals(Snapshot.EMPTY, discovery.next());
            awaitQuiet(discovery);
            engine.json(RunningDiscovery.CONTAINER_PATH, RunningDiscovery.containerOn(ServiceSample.NETWORK));
            awaitReadingAfter(SERVICE_EVENT);
            awaitQuiet(discovery);
            assertTrue(discovery.isNothingPublished());

            engine.event("{\"Type\":\"network\",\"Action\":\"connect\"}\n");

            assertEquals(1, RunningDiscovery.tasksOfAddition(discovery.next()));
        }
    }

    @Test
    void several_events_in_one_chunk_are_read() throws Exception {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), TIMEOUT, LONG)) {
            discovery.next();
            awaitQuiet(discovery);
            awaitReadingAfter(SERVICE_EVENT + "{\"Type\":\"of-the-future\"}\n{}\n[]\n" + SERVICE_EVENT);
            awaitQuiet(discovery);

            assertEquals(1, engine.streamsOpened());
        }
    }

    @Test
    void a_lost_event_stream_is_reopened_and_the_swarm_read_again() throws Exception {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri(), TIMEOUT, LONG)) {
            discovery.next();
            awaitQuiet(discovery);
            engine.services(ServiceSample.of("addition").replicas(0));
            engine.tasks();
            engine.dropStreams();

            assertEquals(0, RunningDiscovery.tasksOfAddition(discovery.next()));
            assertEquals(2, engine.streamsOpened());
        }
    }

    private void awaitStreams(int count) {
        Await.until("streams of events", TIMEOUT, engine::streamsOpened, opened -> opened >= count);
    }

    private void awaitReadingAfter(String events) throws IOException {
        int before = engine.taskRequests();
        engine.event(events);
        Await.until("a reading", TIMEOUT, engine::taskRequests, now -> now > before);
    }

    /** Waits until the stream is open and the readings it caused are over, including the repetition. */
    private void awaitQuiet(RunningDiscovery discovery) {
        awaitStreams(1);
        Await.until(
                "quiet",
                TIMEOUT,
                discovery::status,
                status -> status.age().filter(age -> age.toMillis() > 500).isPresent());
    }
}
