package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.function.LogLine;
import faas.gateway.function.LogQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logs of functions, which may be followed for as long as a client reads. */
class LogsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final LogLine LINE = new LogLine("t1", "2026-01-01T00:00:00Z", "hello \"you\"");

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_LOGS", "true", "FAAS_TIMEOUT", "2s");

    @Test
    void a_line_is_one_json_object_with_the_fields_of_openfaas() {
        gateway.deploy("f");
        gateway.logs((service, query, lines) -> lines.line(LINE));

        HttpResponse<String> response = gateway.admin("/system/logs?name=f.openfaas-fn&follow=0");

        assertEquals(200, response.statusCode());
        assertEquals(
                "application/x-ndjson",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "{\"name\":\"f\",\"namespace\":\"openfaas-fn\",\"instance\":\"t1\","
                        + "\"timestamp\":\"2026-01-01T00:00:00Z\",\"text\":\"hello \\\"you\\\"\"}\n",
                response.body());
    }

    @Test
    void follow_tail_and_since_reach_docker_and_instance_selects() {
        gateway.deploy("f");
        AtomicReference<LogQuery> asked = new AtomicReference<>();
        gateway.logs((service, query, lines) -> {
            asked.set(query);
            lines.line(LINE);
        });

        String body = gateway.admin(
                        "/system/logs?name=f&follow=true&tail=7&since=2026-01-01T01:00:00%2B01:00&instance=other")
                .body();

        assertEquals("", body);
        assertEquals(
                new LogQuery(true, OptionalInt.of(7), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))), asked.get());
        gateway.admin("/system/logs?name=f&follow=true&tail=-1");
        assertEquals(new LogQuery(true, OptionalInt.empty(), Optional.empty()), asked.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail=many", "since=yesterday", "since=5", "follow=perhaps"})
    void a_parameter_that_is_none_is_a_422(String parameter) {
        gateway.deploy("f");

        HttpResponse<String> response = gateway.admin("/system/logs?name=f&" + parameter);

        assertEquals(422, response.statusCode());
        assertEquals("could not parse the log request\n", response.body());
    }

    @Test
    void an_unknown_function_or_namespace_is_a_404() {
        gateway.deploy("f");

        assertEquals(404, gateway.admin("/system/logs?name=g").statusCode());
        assertEquals(404, gateway.admin("/system/logs").statusCode());
        assertEquals(404, gateway.admin("/system/logs?name=f&namespace=other").statusCode());
    }

    @Test
    void a_log_that_docker_breaks_off_shows_what_came_and_why_it_ends() {
        gateway.deploy("f");
        gateway.logs((service, query, lines) -> {
            lines.line(LINE);
            throw new IOException("node host-2 is not available");
        });

        List<String> lines = gateway.admin("/system/logs?name=f").body().lines().toList();

        assertEquals(2, lines.size());
        assertTrue(
                lines.getLast().contains("The log ends here, since Docker's broke off: node host-2 is not available"),
                lines.getLast());
    }

    @Test
    void each_line_arrives_while_the_log_goes_on_and_the_log_ends_with_its_reader() throws Exception {
        gateway.deploy("f");
        CountDownLatch ended = new CountDownLatch(1);
        gateway.logs((service, query, lines) -> {
            try {
                lines.line(LINE);
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        });

        HttpResponse<InputStream> response = gateway.client()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + gateway.adminPort() + "/system/logs?name=f&follow=true"))
                                .build(),
                        BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertTrue(lines.readLine().contains("hello"));
        response.body().close();

        assertTrue(ended.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void a_follower_that_never_reads_is_bounded_and_cut_off() throws Exception {
        gateway.deploy("f");
        AtomicInteger written = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        LogLine large = new LogLine("t1", "2026-01-01T00:00:00Z", "x".repeat(10_000));
        gateway.logs((service, query, lines) -> {
            try {
                while (true) {
                    lines.line(large);
                    written.incrementAndGet();
                }
            } finally {
                ended.countDown();
            }
        });

        try (Socket deaf = request("/system/logs?name=f&follow=true")) {
            assertTrue(ended.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS), "cut off");
            // What waits in the gateway, and what the system's socket buffers take.
            assertTrue(written.get() < 3_000, written + " lines of 10 kB");
            assertTrue(deaf.isConnected());
        }
    }

    @Test
    void a_thousand_followers_are_limited_and_calls_and_health_go_on() throws Exception {
        gateway.deploy("f");
        gateway.logs((service, query, lines) -> {
            lines.line(LINE);
            new CountDownLatch(1).await();
        });
        List<Socket> followers = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            Socket follower = request("/system/logs?name=f&follow=true");
            String status = new BufferedReader(
                            new InputStreamReader(follower.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (status.contains(" 200 ")) {
                followers.add(follower);
            } else {
                assertTrue(status.contains(" 503 "), status);
                refused++;
                follower.close();
            }
        }

        assertEquals(32, followers.size());
        assertEquals(968, refused);
        assertEquals(200, gateway.admin("/healthz").statusCode());
        assertEquals(200, gateway.admin("/system/table").statusCode());
        assertEquals(503, gateway.get("/f").statusCode());
        for (Socket follower : followers) {
            follower.close();
        }
        gateway.logs((service, query, lines) -> {});
        Await.until(
                "a place for another follower",
                TIMEOUT,
                () -> gateway.admin("/system/logs?name=f").statusCode(),
                status -> status == 200);
    }

    private Socket request(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.adminPort());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
