package faas.gateway.monitoring;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for Prometheus and the dashboard, with a real Prometheus that scrapes two gateways. */
class PrometheusIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The four queries that the public dashboards for OpenFaaS share. */
    private static final List<String> OPENFAAS_QUERIES = List.of(
            "rate(gateway_function_invocation_total[20s])",
            "gateway_service_count",
            "scalar(sum(gateway_function_invocation_total{code=\"200\"}))",
            "rate(gateway_functions_seconds_sum[20s]) / rate(gateway_functions_seconds_count[20s])");

    @RegisterExtension
    final GatewayFixture first = new GatewayFixture();

    @RegisterExtension
    final GatewayFixture second = new GatewayFixture();

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @TempDir
    Path folder;

    private @Nullable PrometheusProcess process;

    @BeforeEach
    void start() throws IOException {
        process = new PrometheusProcess(folder, scrapingBoth(MonitoringFiles.file("prometheus.yml")), List.of());
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.close();
        }
    }

    private PrometheusApi prometheus() {
        return Objects.requireNonNull(process).api();
    }

    /** Discovery through DNS needs a DNS server: see {@link PrometheusDiscoveryIT}. */
    private String scrapingBoth(String config) {
        String targets = "static_configs: [{targets: ['127.0.0.1:%d', '127.0.0.1:%d']}]"
                .formatted(first.adminPort(), second.adminPort());
        String changed = config.replaceFirst("(?s)dns_sd_configs:.*?(?=\\n\\S|\\z)", targets);
        assertFalse(changed.equals(config), config);
        return changed;
    }

    @Test
    void every_query_of_the_recipe_and_of_the_dashboard_answers_while_two_gateways_are_scraped() throws IOException {
        task.stubFor(any(anyUrl()).willReturn(ok("done")));
        task.stubFor(any(urlPathEqualTo("/failing")).willReturn(aResponse().withStatus(500)));
        for (GatewayFixture gateway : List.of(first, second)) {
            gateway.deploy("f", task.getPort(), Tasks.refusingPort());
            gateway.deploy("asleep", 0, Policies.hold(Duration.ofMinutes(1)));
        }
        CompletableFuture<?> held = first.getLater("/asleep");
        Await.until("a queued call", LIMIT, first::held, calls -> calls == 1);

        List<String> queries = new ArrayList<>(MonitoringFiles.queries());
        queries.addAll(MonitoringFiles.dashboardQueries());
        queries.addAll(OPENFAAS_QUERIES);
        assertTrue(queries.size() > 15, queries.toString());
        List<String> unanswered =
                Await.until("an answer to every query", LIMIT, () -> unanswered(queries), List::isEmpty);

        assertEquals(List.of(), unanswered);
        assertEquals(2, prometheus().value("count(up{job=\"faas\"} == 1)"));
        assertEquals(1, prometheus().value("sum(faas_gateway_held_calls{function=\"asleep\"})"));
        assertEquals(1, prometheus().value("max(gateway_invocation_function_invocation_inflight)"));
        first.deploy("asleep", task.getPort());
        held.join();
    }

    /** Calls once more, and asks. */
    private List<String> unanswered(List<String> queries) {
        for (GatewayFixture gateway : List.of(first, second)) {
            gateway.get("/f");
            gateway.get("/f/failing");
            gateway.get("/unknown");
        }
        return queries.stream()
                .filter(query -> prometheus().query(query).stream()
                        .noneMatch(series -> !series.getAsJsonArray("value")
                                .get(1)
                                .getAsString()
                                .equals("NaN")))
                .toList();
    }

    @Test
    void the_alerts_fire_for_a_function_that_nobody_serves_and_not_for_one_that_is_asleep() {
        first.deploy("asleep", 0, Policies.hold(Duration.ofSeconds(1)));
        Await.until("a scrape", LIMIT, () -> prometheus().value("count(faas_gateway_requested_tasks)"), n -> n == 1);
        List<String> before = prometheus().firing();

        first.deploy("broken");

        Await.until("the alert", LIMIT, prometheus()::firing, List.of("FunctionNotServed")::equals);
        assertEquals(List.of(), before);
    }

    @Test
    void the_dashboard_has_the_classic_schema_and_asks_for_its_datasource() {
        JsonObject dashboard = MonitoringFiles.dashboard();
        List<JsonObject> variables = dashboard.getAsJsonObject("templating").getAsJsonArray("list").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();

        assertTrue(dashboard.get("schemaVersion").getAsInt() <= 42);
        assertFalse(dashboard.has("__inputs"));
        assertEquals("datasource", variables.getFirst().get("type").getAsString());
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            assertEquals(
                    "${datasource}",
                    panel.getAsJsonObject()
                            .getAsJsonObject("datasource")
                            .get("uid")
                            .getAsString());
        }
    }
}
