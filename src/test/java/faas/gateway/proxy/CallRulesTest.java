package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.RateLimit;
import faas.gateway.function.Rollout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Calls of functions with rules on addresses, rates, web pages and visibility. */
class CallRulesTest {
    private static final String PAGE = "https://shop.example";
    private static final RateLimit TWO_AT_ONCE = new RateLimit(1, Duration.ofMinutes(1), 2, false);

    @TempDir
    static Path secrets;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_SECRETS", secrets.toString(),
            "FAAS_TRUSTED_PROXIES", "127.0.0.1",
            "FAAS_INTERNAL_LISTEN", "127.0.0.1:0");

    @BeforeEach
    void stub() throws IOException {
        Files.writeString(secrets.resolve("faas-keys"), """
                bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b
                alice:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa
                """);
        task.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("ran")));
    }

    @Test
    void only_the_addresses_that_a_label_allows_may_call() {
        deploy(allow("192.0.2.7", "10.0.0.0/8", "2001:db8::/32"));

        assertEquals(200, statusFrom("192.0.2.7"));
        assertEquals(200, statusFrom("10.9.8.7"));
        assertEquals(200, statusFrom("2001:db8::1"));
        assertEquals(200, statusFrom("::ffff:10.9.8.7"));
        assertEquals(403, statusFrom("192.0.2.8"));
        assertEquals(403, statusFrom("2001:db9::1"));
        assertEquals(403, statusFrom("192.0.2.8, 127.0.0.1"));
        HttpResponse<String> response = gateway.get("/f", "X-Forwarded-For", "10.9.8.7, 192.0.2.8");
        assertEquals(403, response.statusCode());
        assertTrue(response.body().contains("\"code\":\"wrong_address\""), response.body());
        assertTrue(response.body().contains("Calls from 192.0.2.8 are not allowed"), response.body());
    }

    @Test
    void an_address_has_its_limit_and_others_have_theirs() {
        deploy(rate(TWO_AT_ONCE));

        assertEquals(List.of(200, 200, 429), statuses(3, "X-Forwarded-For", "192.0.2.7"));
        assertEquals(List.of(200, 200, 429), statuses(3, "X-Forwarded-For", "192.0.2.8"));
        assertEquals(List.of(200, 200, 429), statuses(3, "X-Forwarded-For", "2001:db8::1"));
        assertEquals(List.of(429), statuses(1, "X-Forwarded-For", "2001:db8::2"));
        HttpResponse<String> refused = gateway.get("/f", "X-Forwarded-For", "192.0.2.7");
        assertTrue(refused.body().contains("\"code\":\"rate_limited\""), refused.body());
        assertTrue(refused.body().contains("The limit is 1/m burst 2 by address"), refused.body());
        int seconds = Integer.parseInt(
                refused.headers().firstValue("Retry-After").orElse("").trim());
        assertTrue(seconds > 0 && seconds <= 60, refused.toString());

        gateway.skip(Duration.ofSeconds(61));
        assertEquals(List.of(200, 429), statuses(2, "X-Forwarded-For", "192.0.2.7"));
    }

    @Test
    void a_caller_has_its_limit_from_all_addresses_together() {
        deploy(new AccessPolicy(
                false,
                Optional.of(new Authentication.Key("faas-keys", Optional.empty())),
                List.of(),
                Optional.of(new RateLimit(1, Duration.ofMinutes(1), 2, true)),
                List.of(),
                false));

        assertEquals(List.of(401, 401, 401), statuses(3, "X-Forwarded-For", "192.0.2.7"));
        assertEquals(List.of(200), statuses(1, "X-Forwarded-For", "192.0.2.7", "X-Api-Key", "secret"));
        assertEquals(List.of(200, 429), statuses(2, "X-Forwarded-For", "192.0.2.8", "X-Api-Key", "secret"));
        assertEquals(List.of(200, 200, 429), statuses(3, "X-Forwarded-For", "192.0.2.7", "X-Api-Key", "other"));
    }

    @Test
    void each_of_several_gateways_grants_its_share() {
        deploy(rate(new RateLimit(1, Duration.ofMinutes(1), 6, false)));
        gateway.gateways(3, false);

        assertEquals(List.of(200, 200, 429), statuses(3, "X-Forwarded-For", "192.0.2.7"));
        gateway.skip(Duration.ofSeconds(61));
        assertEquals(List.of(429), statuses(1, "X-Forwarded-For", "192.0.2.7"));
    }

    @Test
    void a_browser_may_ask_before_it_sends_credentials() {
        deploy(cors(PAGE, "https://other.example"));

        HttpResponse<String> answer = preflight("/f", PAGE);

        assertEquals(204, answer.statusCode());
        assertEquals(List.of(PAGE), answer.headers().allValues("Access-Control-Allow-Origin"));
        assertEquals(List.of("PUT"), answer.headers().allValues("Access-Control-Allow-Methods"));
        assertEquals(List.of("authorization, x-mine"), answer.headers().allValues("Access-Control-Allow-Headers"));
        assertEquals(List.of("Origin"), answer.headers().allValues("Vary"));
        assertEquals(0, task.getAllServeEvents().size());
        assertEquals(401, preflight("/f", "https://evil.example").statusCode());
        assertEquals(401, preflight("/f", "null").statusCode());
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_page_can_read_responses_and_refusals_and_the_functions_own_fields_do_not_contradict() {
        task.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Access-Control-Allow-Origin", "*")
                        .withHeader("Vary", "Accept")
                        .withBody("ran")));
        deploy(cors(PAGE));

        HttpResponse<String> refused = gateway.get("/f", "Origin", PAGE);
        HttpResponse<String> response = gateway.get("/f", "Origin", PAGE, "X-Api-Key", "secret");
        HttpResponse<String> elsewhere = gateway.get("/f", "Origin", "https://evil.example", "X-Api-Key", "secret");

        assertEquals(401, refused.statusCode());
        assertEquals(List.of(PAGE), refused.headers().allValues("Access-Control-Allow-Origin"));
        assertEquals(200, response.statusCode());
        assertEquals(List.of(PAGE), response.headers().allValues("Access-Control-Allow-Origin"));
        assertEquals(List.of("Accept", "Origin"), response.headers().allValues("Vary"));
        assertEquals(List.of("*"), elsewhere.headers().allValues("Access-Control-Allow-Origin"), "the function's");
    }

    @Test
    void a_star_is_for_every_page() {
        deploy(cors("*"));

        assertEquals(
                List.of("*"),
                preflight("/f", "https://any.example").headers().allValues("Access-Control-Allow-Origin"));
        assertEquals(List.of(), preflight("/f", PAGE).headers().allValues("Vary"));
    }

    @Test
    void from_outside_an_internal_function_does_not_exist() {
        deploy(new AccessPolicy(false, Optional.empty(), List.of(), Optional.empty(), List.of("*"), true));

        HttpResponse<String> outside = gateway.get("/f");
        assertEquals(404, outside.statusCode());
        assertEquals(
                gateway.get("/g").body().replaceAll("\"callId\":\"[^\"]*\"", ""),
                outside.body().replaceAll("\"callId\":\"[^\"]*\"", "").replace("faas.name=f ", "faas.name=g "));
        assertEquals(404, preflight("/f", PAGE).statusCode());
        for (String path : List.of("/lambda/f", "/function/f", "/function/f.openfaas-fn", "/f/_/info")) {
            assertEquals(404, gateway.status(path), path);
        }
        assertEquals(0, task.getAllServeEvents().size());
        assertEquals(200, inside("/f").statusCode());
        gateway.deploy("g", task.getPort());
        assertEquals(200, inside("/g").statusCode());
    }

    @Test
    void from_elsewhere_nobody_can_try_credentials() {
        Authentication key = new Authentication.Key("faas-keys", Optional.empty());
        deploy(new AccessPolicy(false, Optional.of(key), List.of(), Optional.empty(), List.of(), true));
        assertEquals(404, gateway.status("/f"));
        assertEquals(404, gateway.status("/f", "X-Api-Key", "secret"));
        assertEquals(401, inside("/f").statusCode());

        deploy(new AccessPolicy(
                false,
                Optional.of(key),
                List.of(AddressBlock.parse("10.0.0.0/8").orElseThrow()),
                Optional.empty(),
                List.of(),
                false));
        assertEquals(403, gateway.status("/f", "X-Forwarded-For", "192.0.2.7", "X-Api-Key", "secret"));
        assertEquals(401, gateway.status("/f", "X-Forwarded-For", "10.0.0.1"));
        assertEquals(200, gateway.status("/f", "X-Forwarded-For", "10.0.0.1", "X-Api-Key", "secret"));
    }

    @Test
    void the_diagnosis_says_who_may_call() {
        deploy(new AccessPolicy(
                false,
                Optional.empty(),
                List.of(AddressBlock.parse("10.0.0.0/8").orElseThrow()),
                Optional.of(TWO_AT_ONCE),
                List.of(PAGE),
                true));
        gateway.gateways(2, true);
        gateway.discoverySays(new Diagnosis(List.of(new Diagnosis.Service(
                "f", "faas_f", "f", true, Rollout.NONE, List.of(), List.of(), List.of(), List.of()))));

        String diagnosis = gateway.admin("/system/diagnosis").body();

        for (String remark : List.of(
                "only clients inside the network may call it, because its label faas.visibility is internal",
                "only these addresses may call it: 10.0.0.0/8",
                "browsers may call it from web pages of https://shop.example",
                "calls are limited to 1/m burst 2 by address; each of the 2 gateways grants its share",
                "through the ingress mesh, so all clients have an address of it: publish the port with mode=host")) {
            assertTrue(diagnosis.contains(remark), diagnosis);
        }
        assertTrue(gateway.admin("/system/table").body().contains("\"rate\": \"1/m burst 2 by address\""));
    }

    private void deploy(AccessPolicy policy) {
        gateway.deploy("f", 1, Policies.access(policy), task.getPort());
    }

    private static AccessPolicy allow(String... blocks) {
        return new AccessPolicy(
                false,
                Optional.empty(),
                Stream.of(blocks)
                        .map(block -> AddressBlock.parse(block).orElseThrow())
                        .toList(),
                Optional.empty(),
                List.of(),
                false);
    }

    private static AccessPolicy rate(RateLimit limit) {
        return new AccessPolicy(false, Optional.empty(), List.of(), Optional.of(limit), List.of(), false);
    }

    /** Pages of these origins may call, with a key. */
    private static AccessPolicy cors(String... origins) {
        return new AccessPolicy(
                false,
                Optional.of(new Authentication.Key("faas-keys", Optional.empty())),
                List.of(),
                Optional.empty(),
                List.of(origins),
                false);
    }

    private int statusFrom(String addresses) {
        return gateway.status("/f", "X-Forwarded-For", addresses);
    }

    private List<Integer> statuses(int calls, String... fields) {
        return IntStream.range(0, calls)
                .mapToObj(i -> gateway.status("/f", fields))
                .toList();
    }

    private HttpResponse<String> preflight(String path, String origin) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .method("OPTIONS", BodyPublishers.noBody())
                .headers(
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "PUT",
                        "Access-Control-Request-Headers",
                        "authorization, x-mine")
                .build());
    }

    private HttpResponse<String> inside(String path) {
        return gateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.internalPort() + path))
                .build());
    }
}
