package faas.gateway.discovery;

import static faas.gateway.discovery.report.SampleViews.addition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.discovery.docker.UnixEngine;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.Endpoint;
import faas.gateway.function.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery while Docker sends no events, or reports an outdated state. */
class UnreportedChangeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ServiceSample ADDITION = ServiceSample.of("addition");

    @TempDir
    private Path folder = Path.of("");

    private UnixEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new UnixEngine(folder);
        engine.services(ADDITION);
        engine.tasks(addition("t1").at("10.0.1.7/24"));
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    @Test
    void a_change_whose_event_was_lost_is_found_at_the_next_reading() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();

            engine.tasks();

            assertEquals(List.of(), addresses(discovery.next()));
        }
    }

    @Test
    void an_event_stream_that_misses_a_service_change_is_reopened() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            awaitReadings(5);
            int before = engine.streamsOpened();

            engine.services(ADDITION, ServiceSample.of("factorial"));

            discovery.next();
            Await.until("another stream", TIMEOUT, engine::streamsOpened, opened -> opened == before + 1);
        }
    }

    @Test
    void a_change_of_tasks_only_does_not_reopen_the_event_stream() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            awaitReadings(5);
            int before = engine.streamsOpened();

            engine.tasks();
            discovery.next();
            awaitReadings(5);

            assertEquals(before, engine.streamsOpened());
        }
    }

    @Test
    void an_older_state_is_rejected_until_the_manager_reports_the_current_one_again() throws InterruptedException {
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            discovery.next();
            engine.json("/services", "[" + ADDITION.json().replace("{\"Index\":12}", "{\"Index\":11}") + "]");
            engine.tasks();
            String trouble = discovery.trouble();
            awaitReadings(3);
            assertTrue(discovery.isNothingPublished());

            engine.services(ADDITION);

            assertEquals(List.of(), addresses(discovery.next()));
            assertTrue(trouble.contains("reported an older state of service faas_addition-id than before"), trouble);
        }
    }

    @Test
    void unknown_fields_and_values_of_a_newer_engine_are_tolerated() throws InterruptedException {
        engine.json("/services", """
                [{"ID": "faas_addition-id", "Version": {"Index": 18446744073709551615}, "Quantum": [{"a": null}],
                  "Spec": {"Name": "faas_addition", "Labels": {"faas.name": "addition", "": "x", "n": null},
                           "Mode": {"Elastic": {"Between": [1, 9]}}, "TaskTemplate": {"Runtime": "wasm",
                           "ContainerSpec": {"Mounts": [{"Type": "cluster"}], "OomScoreAdj": 1.5e3},
                           "Networks": [{"Target": "net-shared", "DriverOpts": {"x": []}}]}},
                  "UpdateStatus": {"State": "pondering"}, "JobStatus": {"JobIteration": {}}}]""");
        engine.json("/tasks", """
                [{"ID": "g", "ServiceID": "g", "Status": {"State": "running", "ContainerStatus": {"ContainerID": "%s"}},
                  "NetworksAttachments": [{"Network": {"ID": "net-shared", "Spec": {"Name": "functions"}}}]},
                 {"ID": "t1", "ServiceID": "faas_addition-id", "NodeID": "n1", "DesiredState": "running",
                  "Volumes": [{"ID": 7}], "Status": {"State": "running", "AppStatus": true},
                  "NetworksAttachments": [{"Network": {"ID": "net-shared", "Spec": {"Name": "functions"}},
                                           "Addresses": ["10.0.1.7/24", "fd00::7/64"], "Weight": 3}]},
                 {"ID": "t2", "ServiceID": "faas_addition-id", "DesiredState": "hibernating",
                  "Status": {"State": "dreaming"}}]""".formatted(RunningDiscovery.CONTAINER));
        engine.json("/nodes", "[{\"ID\": \"n1\", \"Status\": {\"State\": \"daydreaming\", \"Mood\": {}}}]");
        try (RunningDiscovery discovery = RunningDiscovery.on(engine.uri())) {
            assertEquals(List.of("10.0.1.7"), addresses(discovery.next()));
        }
    }

    private void awaitReadings(int count) {
        int before = engine.taskRequests();
        Await.until("readings", TIMEOUT, engine::taskRequests, now -> now >= before + count);
    }

    private static List<String> addresses(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.functions().get("addition")).endpoints().stream()
                .map(Endpoint::address)
                .toList();
    }
}
