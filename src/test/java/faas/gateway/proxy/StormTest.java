package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import faas.gateway.function.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many calls that have to be tried again at once. */
class StormTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @RegisterExtension
    final WireMockExtension bad = Tasks.wireMock();

    @Test
    void a_function_that_breaks_every_call_does_not_get_three_times_as_many() {
        bad.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        gateway.deploy(
                "f",
                IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> new Endpoint("f" + i, "f", "node1", i, "127.0.0.1", bad.getPort()))
                        .toList());

        for (int i = 0; i < 200; i++) {
            assertEquals(502, gateway.get("/f").statusCode());
        }

        // A hundred, and a fifth of the calls; a slow machine gets a hundred more after ten seconds.
        long retries = metric("faas_gateway_retries_total");
        assertTrue(retries >= 100 && retries < 300, () -> retries + " retries");
        assertTrue(metric("faas_gateway_retries_refused_total") > 0);
    }

    @Test
    void tasks_that_come_and_go_under_load_cost_no_call_and_never_use_the_budget_up() throws Exception {
        Deque<HttpServer> tasks = new ArrayDeque<>();
        for (int i = 0; i < 3; i++) {
            tasks.addLast(task());
        }
        publish(tasks);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(CompletableFuture.runAsync(() -> callUntil(over, answered, failures)));
        }
        for (int round = 0; round < 9; round++) {
            tasks.addLast(task());
            int before = answered.get();
            Await.until("calls", Duration.ofSeconds(10), answered::get, n -> n > before + 200);
            // The gateway hears of it only afterwards.
            tasks.removeFirst().stop(0);
            int gone = answered.get();
            Await.until("calls", Duration.ofSeconds(10), answered::get, n -> n > gone + 50);
            publish(tasks);
        }
        over.set(true);
        for (CompletableFuture<Void> client : clients) {
            client.get(10, TimeUnit.SECONDS);
        }
        tasks.forEach(task -> task.stop(0));

        assertEquals(Map.of(), failures);
        assertEquals(0, metric("faas_gateway_retries_refused_total"));
        assertTrue(metric("faas_gateway_retries_total") > 0);
    }

    private void callUntil(AtomicBoolean over, AtomicInteger answered, Map<String, Integer> failures) {
        while (!over.get()) {
            var answer = gateway.get("/f");
            if (answer.statusCode() != 200) {
                failures.merge(answer.body(), 1, Integer::sum);
            }
            answered.incrementAndGet();
        }
    }

    private static HttpServer task() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private void publish(Deque<HttpServer> tasks) {
        gateway.deploy(
                "f",
                tasks.stream().mapToInt(task -> task.getAddress().getPort()).toArray());
    }

    private long metric(String name) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\{function=\"f\"} (\\d+)")
                .matcher(gateway.admin("/metrics").body());
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }
}
