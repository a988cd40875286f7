package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import faas.gateway.Await;
import faas.gateway.discovery.docker.LargeEngine;
import faas.gateway.function.Snapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Discovery of 10,000 services with 100,000 tasks. */
class LargeSwarmTest {
    private static final Logger log = LoggerFactory.getLogger(LargeSwarmTest.class);
    private static final int SERVICES = 10_000;
    private static final int TASKS_EACH = 10;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Measured: 53 MiB, about 550 bytes for each task. */
    private static final long MOST_RETAINED_BYTES = 150L << 20;

    private LargeEngine engine;

    @BeforeEach
    void start() throws IOException {
        // avoids one log line for each function
        discoveryLogger().setLevel(Level.WARN);
        engine = new LargeEngine(SERVICES, TASKS_EACH);
    }

    @AfterEach
    void stop() {
        engine.close();
        discoveryLogger().setLevel(null);
    }

    private static ch.qos.logback.classic.Logger discoveryLogger() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Discovery.class);
    }

    @Test
    void a_full_reading_uses_bounded_memory_and_a_suspicion_costs_two_small_requests() throws InterruptedException {
        long before = usedBytes();
        try (RunningDiscovery discovery =
                RunningDiscovery.on(engine.uri(), Duration.ofSeconds(2), Duration.ofSeconds(1))) {
            Snapshot snapshot = discovery.next();
            assertEquals(SERVICES, snapshot.functions().size());
            long retained = usedBytes() - before;
            log.info("retained {} MiB", retained >> 20);
            assertTrue(retained < MOST_RETAINED_BYTES, () -> (retained >> 20) + " MiB retained");
            awaitQuiet();

            List<String> earlier = engine.requests();
            long bytesEarlier = engine.bytes();
            discovery.suspect(LargeEngine.serviceId(77));
            List<String> requests =
                    Await.until("a reading", TIMEOUT, engine::requests, now -> now.size() >= earlier.size() + 2);

            assertEquals(
                    List.of(
                            "/services?filters={\"id\":[\"service-77\"]}",
                            "/tasks?filters={\"service\":[\"service-77\"]}"),
                    requests.subList(earlier.size(), earlier.size() + 2));
            assertTrue(engine.bytes() - bytesEarlier < 200_000, "small answers");
        }
    }

    @Test
    void a_swarm_in_which_every_service_is_unsettled_is_not_read_in_parts() throws InterruptedException {
        engine.runningFrom(2);
        try (RunningDiscovery discovery =
                RunningDiscovery.on(engine.uri(), Duration.ofSeconds(2), Duration.ofSeconds(1))) {
            discovery.next();
            long started = System.nanoTime();
            Await.until("readings", TIMEOUT, () -> wholeReadings(engine.requests()), readings -> readings >= 3);

            // services that stay unsettled for 15 s, as during three readings on a slow machine, are no longer watched
            List<String> untilSecond = engine.requests().stream()
                    .takeWhile(request -> !request.equals("/nodes"))
                    .toList();
            assertTrue(
                    untilSecond.stream().noneMatch(request -> request.contains("?")),
                    "more services than can be named");
            log.info(
                    "2 readings in {} ms",
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
        }
    }

    private static long wholeReadings(List<String> requests) {
        return requests.stream().filter(request -> request.equals("/nodes")).count();
    }

    /** Waits until the full readings caused by the start of the event stream are over. */
    private void awaitQuiet() {
        Await.until("three readings", TIMEOUT, () -> wholeReadings(engine.requests()), readings -> readings >= 3);
    }

    /** The bytes reachable now: the least of several measurements, because other tests share this JVM. */
    private static long usedBytes() {
        return LongStream.range(0, 3)
                .map(attempt -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .min()
                .orElseThrow();
    }
}
