package faas.gateway.discovery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.report.SampleViews;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.Usage;
import java.net.URI;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tasks of services use, from an Engine. */
class ServiceUsageTest {
    /** Two seconds apart; fields that are not read are left out. */
    private static final String SAMPLES = """
            {"read": "2026-01-01T00:00:02.5Z", "preread": "2026-01-01T00:00:00.5Z", "num_procs": 0,
             "cpu_stats": {"cpu_usage": {"total_usage": 600000000, "usage_in_usermode": 1}, "online_cpus": 2},
             "precpu_stats": {"cpu_usage": {"total_usage": 100000000}},
             "memory_stats": {"usage": 5000, "stats": {"active_file": 1, "%s": 2000}, "limit": 9000}}""";

    @RegisterExtension
    final WireMockExtension engine =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @ParameterizedTest
    @ValueSource(strings = {"inactive_file", "total_inactive_file"})
    void it_is_the_sum_of_the_tasks_on_this_engine(String inactive) throws Exception {
        stub("c1", okJson(SAMPLES.formatted(inactive)));
        stub("c2", okJson(SAMPLES.formatted(inactive)));
        stub("c3", aResponse().withStatus(404).withBody("{\"message\": \"No such container: c3\"}"));

        assertEquals(Optional.of(new Usage(500, 6000)), usage(3));
    }

    @Test
    void a_container_that_has_just_stopped_or_an_answer_that_is_none_counts_nothing() throws Exception {
        stub(
                "c1",
                okJson(SAMPLES.formatted("inactive_file")
                        .replace("2026-01-01T00:00:00.5Z", "0001-01-01T00:00:00Z")
                        .replace("100000000", "0")));
        stub("c2", okJson("{\"read\": \"soon\", \"precpu_stats\": {\"cpu_usage\": {\"total_usage\": 1}}}"));
        stub("c3", aResponse().withBody("<html>"));

        assertEquals(Optional.empty(), usage(3));
    }

    @Test
    void no_more_than_32_tasks_are_asked_about() throws Exception {
        usage(40);

        assertEquals(32, engine.getAllServeEvents().size());
    }

    @Test
    void an_engine_that_does_not_answer_is_given_up() throws Exception {
        stub("c1", okJson(SAMPLES.formatted("inactive_file")).withFixedDelay(60_000));
        stub("c2", okJson(SAMPLES.formatted("inactive_file")));

        assertEquals(Optional.of(new Usage(250, 3000)), usage(2));
    }

    private void stub(String container, ResponseDefinitionBuilder response) {
        engine.stubFor(get(urlEqualTo("/containers/" + container + "/stats?stream=false"))
                .willReturn(response));
    }

    /** Of a service with so many tasks; the container of the first is c1. */
    private Optional<Usage> usage(int tasks) throws InterruptedException {
        EvaluatedService service = EvaluatedService.of(
                ServiceSample.of("addition").value(),
                IntStream.rangeClosed(1, tasks)
                        .mapToObj(i -> SampleViews.addition("t" + i)
                                .slot(i)
                                .container("c" + i)
                                .value())
                        .toList(),
                SampleViews.CONTEXT);
        try (ServiceUsage usage = new ServiceUsage(new DockerAddress(
                URI.create("tcp://127.0.0.1:" + engine.getPort()), Optional.empty(), Optional.empty()))) {
            return usage.of(service);
        }
    }
}
