package faas.gateway.discovery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.report.SampleViews;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmNode;
import faas.gateway.function.LogLine;
import faas.gateway.function.LogQuery;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The logs of services, from an Engine. */
class ServiceLogsTest {
    private static final String PATH = "/services/faas_addition-id/logs";
    private static final LogQuery ALL = new LogQuery(false, OptionalInt.empty(), Optional.empty());

    @RegisterExtension
    final WireMockExtension engine =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @Test
    void the_lines_of_a_lost_node_are_missing_and_the_node_is_named_first() throws Exception {
        engine.stubFor(
                get(urlPathEqualTo(PATH)).willReturn(aResponse().withBody(frame("2026-01-01T00:00:00Z a=b hello\n"))));
        List<LogLine> lines = new ArrayList<>();

        try (ServiceLogs logs = logs()) {
            logs.read(addition("down"), ALL, lines::add);
        }

        assertEquals(
                List.of(
                        new LogLine(
                                "", "", "The lines of its tasks on the node host-1 are missing: that node is down."),
                        new LogLine("", "2026-01-01T00:00:00Z", "hello")),
                lines);
    }

    @Test
    void the_request_has_what_was_asked_for() throws Exception {
        engine.stubFor(get(urlPathEqualTo(PATH)).willReturn(aResponse()));

        try (ServiceLogs logs = logs()) {
            logs.read(addition("ready"), ALL, line -> {});
            logs.read(
                    addition("ready"),
                    new LogQuery(true, OptionalInt.of(5), Optional.of(Instant.ofEpochSecond(7, 8))),
                    line -> {});
        }

        assertEquals(
                List.of(
                        PATH + "?stdout=1&stderr=1&timestamps=1&details=1&follow=1&tail=5&since=7.000000008",
                        PATH + "?stdout=1&stderr=1&timestamps=1&details=1&follow=0&tail=all"),
                engine.getAllServeEvents().stream()
                        .map(event -> event.getRequest().getUrl())
                        .toList());
    }

    @Test
    void a_refusal_of_docker_is_an_error_with_its_reason() {
        engine.stubFor(get(urlPathEqualTo(PATH))
                .willReturn(aResponse().withStatus(403).withBody("{\"message\": \"the proxy says no\"}")));

        try (ServiceLogs logs = logs()) {
            IOException e = assertThrows(IOException.class, () -> logs.read(addition("ready"), ALL, line -> {}));

            assertTrue(String.valueOf(e.getMessage()).contains("the proxy says no"), e.getMessage());
        }
    }

    @Test
    void a_reader_that_is_interrupted_ends_the_request() throws Exception {
        engine.stubFor(get(urlPathEqualTo(PATH)).willReturn(aResponse().withFixedDelay(60_000)));
        CountDownLatch interrupted = new CountDownLatch(1);
        try (ServiceLogs logs = logs()) {
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    logs.read(addition("ready"), ALL, line -> {});
                } catch (InterruptedException e) {
                    interrupted.countDown();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            reader.interrupt();

            assertTrue(interrupted.await(20, TimeUnit.SECONDS));
        }
    }

    private ServiceLogs logs() {
        return new ServiceLogs(new DockerAddress(
                URI.create("tcp://127.0.0.1:" + engine.getPort()), Optional.empty(), Optional.empty()));
    }

    private static EvaluatedService addition(String nodeState) {
        return EvaluatedService.of(
                ServiceSample.of("addition").value(),
                List.of(SampleViews.addition("t1").value()),
                new SwarmContext(Map.of("node-1", new SwarmNode("node-1", 1, "host-1", nodeState)), Map.of()));
    }

    private static byte[] frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .put((byte) 1)
                .position(4)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
