package faas.gateway.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenFaaS's API as its command line and SDK use it, on the port for clients. */
class OpenFaasTest {
    @TempDir
    static Path folder;

    @RegisterExtension
    final WireMockExtension task =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_USAGE", "true", "FAAS_HOLD", "0s").withLogin(folder);

    @Test
    void info_has_every_string_that_the_command_line_needs() {
        JsonObject info = JsonParser.parseString(get("/system/info").body()).getAsJsonObject();

        JsonObject provider = info.getAsJsonObject("provider");
        assertEquals("swarm", provider.get("orchestration").getAsString());
        for (JsonElement text : List.of(
                provider.get("provider"),
                provider.getAsJsonObject("version").get("sha"),
                provider.getAsJsonObject("version").get("release"),
                info.getAsJsonObject("version").get("sha"),
                info.getAsJsonObject("version").get("release"),
                info.get("arch"))) {
            assertTrue(!text.getAsString().isEmpty(), info.toString());
        }
    }

    @Test
    void a_function_has_the_fields_and_types_of_the_contract() {
        gateway.deploy("f", task.getPort());
        gateway.discoverySays(Map.of(
                "f",
                new ServiceSpec(
                        "2026-01-01T00:00:00.5Z",
                        "faas/f:1",
                        Map.of("fprocess", "cat", "mode", "http"),
                        Map.of("faas.name", "f"),
                        Map.of("team", "a"),
                        List.of("node.role == worker"),
                        List.of("token"),
                        new ServiceSpec.Resources(500_000_000, 1 << 20),
                        ServiceSpec.Resources.NONE,
                        true)));
        task.stubFor(any(anyUrl()).willReturn(aResponse()));
        gateway.get("/f");
        gateway.accessLog(1);

        JsonElement list = JsonParser.parseString(get("/system/functions").body());
        JsonElement one =
                JsonParser.parseString(get("/system/function/f?usage=1").body());

        assertEquals(JsonParser.parseString("""
                {"name": "f", "namespace": "openfaas-fn", "image": "faas/f:1", "envProcess": "cat",
                 "envVars": {"mode": "http"}, "constraints": ["node.role == worker"], "secrets": ["token"],
                 "labels": {"com.openfaas.function": "f", "faas.name": "f"}, "annotations": {"team": "a"},
                 "limits": {"memory": "1048576", "cpu": "500m"}, "readOnlyRootFilesystem": true,
                 "invocationCount": 1.0, "replicas": 1, "availableReplicas": 1,
                 "createdAt": "2026-01-01T00:00:00.5Z"}"""), one);
        assertEquals(List.of(one), list.getAsJsonArray().asList());
        assertTrue(get("/system/function/f").body().contains("\"replicas\": 1,"), "a whole number");
        assertEquals(
                one,
                JsonParser.parseString(get("/system/function/f.openfaas-fn").body()));
    }

    @Test
    void what_is_not_known_is_left_out() {
        gateway.deploy("f");

        JsonObject f = JsonParser.parseString(get("/system/function/f").body()).getAsJsonObject();

        assertEquals(
                List.of("name", "namespace", "image", "labels", "invocationCount", "replicas", "availableReplicas"),
                List.copyOf(f.keySet()));
        assertEquals("0", f.get("availableReplicas").getAsString());
    }

    @Test
    void what_its_tasks_use_is_told_where_it_is_asked_for_and_known() {
        gateway.deploy("f", task.getPort());
        gateway.deploy("unknown", task.getPort());
        gateway.usage(Map.of("f", new Usage(12.5, 1 << 20)));

        assertEquals(
                JsonParser.parseString("{\"cpu\": 12.5, \"totalMemoryBytes\": 1048576.0}"),
                JsonParser.parseString(get("/system/function/f?usage=1").body())
                        .getAsJsonObject()
                        .get("usage"));
        for (String path :
                List.of("/system/function/f", "/system/function/f?usage=0", "/system/function/unknown?usage=1")) {
            assertFalse(get(path).body().contains("usage"), path);
        }
    }

    @Test
    void another_namespace_is_empty_and_an_unknown_function_is_a_404() {
        gateway.deploy("f");

        assertEquals("[]", get("/system/functions?namespace=other").body());
        assertEquals("[]", get("/system/secrets?namespace=other").body());
        assertEquals(404, get("/system/function/f?namespace=other").statusCode());
        assertEquals(404, get("/system/function/none").statusCode());
        assertEquals(404, get("/system/namespace/none").statusCode());
        assertEquals(404, get("/system/none").statusCode());
    }

    @Test
    void there_is_one_namespace() {
        JsonArray namespaces =
                JsonParser.parseString(get("/system/namespaces").body()).getAsJsonArray();

        assertEquals(JsonParser.parseString("[\"openfaas-fn\"]"), namespaces);
        assertEquals(
                JsonParser.parseString("{\"name\": \"openfaas-fn\"}"),
                JsonParser.parseString(get("/system/namespace/openfaas-fn").body()));
        assertEquals("{}", get("/system/telemetry").body());
    }

    @Test
    void secrets_are_the_names_that_services_use() {
        ServiceSpec none = ServiceSpec.NONE;
        ServiceSpec two = new ServiceSpec(
                "",
                "",
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of("b", "a"),
                none.limits(),
                none.limits(),
                false);
        gateway.discoverySays(Map.of("s", two, "t", two));

        assertEquals(
                JsonParser.parseString("""
                [{"name": "a", "namespace": "openfaas-fn"}, {"name": "b", "namespace": "openfaas-fn"}]"""),
                JsonParser.parseString(get("/system/secrets").body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /system/scale-function/f | {\"serviceName\":\"f\",\"replicas\":5} | docker service scale faas_f=5",
                "POST | /system/scale-function/new | nonsense | docker service scale new=N",
                "DELETE | /system/functions | {\"functionName\":\"f\"} | docker service rm faas_f",
                "PUT | /system/functions | {\"service\":\"f\",\"image\":\"i:2\"} | docker service update --image i:2 faas_f",
                "POST | /system/functions | {\"service\":\"n\",\"image\":\"i\",\"envProcess\":\"cat -\",\"secrets\":[\"s\"]}"
                        + " | docker service create --name n --network functions --label faas.name=n"
                        + " --env \"fprocess=cat -\" --secret s i",
                "POST | /system/functions | {\"service\":\"a;rm -rf /\",\"image\":\"i\"}"
                        + " | docker service create --name \"a;rm -rf /\" --network functions --label faas.name=\"a;rm -rf /\" i",
                "POST | /system/secrets | {\"name\":\"s\",\"value\":\"hidden\"} | docker secret create s FILE",
                "DELETE | /system/secrets | {\"name\":\"s\"} | docker secret rm s",
            })
    void what_would_change_the_swarm_is_a_405_with_the_docker_command(
            String method, String path, String body, String command) {
        gateway.deploy("f");

        HttpResponse<String> response = gateway.send(
                request(path).method(method, BodyPublishers.ofString(body)).build());

        assertEquals(405, response.statusCode());
        assertEquals("The gateway only reads the Swarm; run: " + command.replace('"', '\'') + "\n", response.body());
        assertEquals(
                path.startsWith("/system/scale") ? "" : "GET, HEAD",
                response.headers().firstValue("Allow").orElse("none"));
    }

    @Test
    void changes_need_the_login_first() {
        HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/system/functions"))
                .DELETE()
                .build());

        assertEquals(401, response.statusCode());
    }

    @Test
    void the_namespace_in_a_functions_name_is_cut_off() {
        task.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));
        gateway.deploy("f", task.getPort());

        HttpResponse<String> response = gateway.get("/function/f.openfaas-fn/a?b=c");

        assertEquals(302, response.statusCode());
        assertEquals("/a?b=c", task.getAllServeEvents().getFirst().getRequest().getUrl());
        assertTrue(
                Long.parseLong(response.headers().firstValue("X-Start-Time").orElse("0")) > 1_700_000_000_000_000_000L);
        assertTrue(response.headers().firstValue("X-Call-Id").isPresent());
        assertEquals(404, gateway.get("/f.openfaas-fn/a").statusCode());
        assertTrue(gateway.get("/f/a").headers().firstValue("X-Start-Time").isEmpty());
    }

    @Test
    void a_fault_of_the_gateway_is_told_from_a_functions_own() {
        gateway.deploy("f");

        HttpResponse<String> response = gateway.get("/function/f");

        assertEquals(503, response.statusCode());
        assertEquals(
                "proxy", response.headers().firstValue("X-OpenFaaS-Internal").orElse(""));
        assertEquals(404, gateway.post("/function/", "").statusCode());
    }

    @Test
    void logs_are_off_by_default_and_the_answer_says_how_to_read_them() {
        HttpResponse<String> response = get("/system/logs?name=f&follow=true&tail=-1");

        assertEquals(501, response.statusCode());
        assertEquals(
                "The gateway may not read logs: set FAAS_LOGS=true, which needs GET /services/{id}/logs of Docker, "
                        + "or run docker service logs.\n",
                response.body());
    }

    private HttpResponse<String> get(String path) {
        return gateway.send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.uri(path))
                .header("User-Agent", "faas-cli/0.18.12")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8)));
    }
}
