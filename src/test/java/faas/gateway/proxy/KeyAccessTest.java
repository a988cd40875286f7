package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.RateLimit;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of functions that need a key, as callers and strangers make them. */
class KeyAccessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String KEY = "secret";
    private static final String BOB = "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\n";
    private static final String ALICE = "alice:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa\n";

    @TempDir
    static Path secrets;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final Wire wire = new Wire();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_SECRETS", secrets.toString());

    @RegisterExtension
    final GatewayFixture closing = new GatewayFixture("FAAS_SECRETS", secrets.toString(), "FAAS_AUTH_DEFAULT", "key");

    @BeforeEach
    void deploy() throws IOException {
        write("faas-keys", BOB);
        write("orders", ALICE);
        task.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("ran")));
        gateway.deploy("f", 1, key("faas-keys"), task.getPort());
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer secret",
        "authorization, bearer   secret",
        "X-Api-Key, secret",
        "x-api-key, secret",
    })
    void a_call_with_a_key_reaches_the_function_which_learns_the_caller_but_not_the_key(String field, String value)
            throws Exception {
        gateway.deploy("g", 1, key("faas-keys"), wire.port());

        String request = seen("g", field + ": " + value, "X-Fine: 1");

        assertTrue(request.contains("\r\nX-Caller: bob\r\n"), request);
        assertTrue(request.contains("\r\nX-Fine: 1\r\n"), request);
        assertFalse(request.contains("secret"), request);
    }

    @Test
    void the_functions_own_credentials_pass_beside_a_key() throws Exception {
        gateway.deploy("g", 1, key("faas-keys"), wire.port());

        String request = seen("g", "X-Api-Key: secret", "Authorization: Basic Ym9iOmJvYg==");

        assertTrue(request.contains("\r\nAuthorization: Basic Ym9iOmJvYg==\r\n"), request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Fine: 1",
                "Authorization: Bearer wrong",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Basic c2VjcmV0",
                "Authorization: secret",
                "Authorization: Bearer secret, Bearer secret",
                "Authorization: Bearer secret\r\nAuthorization: Bearer wrong",
                "Authorization: Bearer secret\r\nX-Api-Key: wrong",
                "X-Api-Key: wrong\r\nX-Api-Key: secret",
                "X-Api-Key: 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
                "X_Api_Key: secret",
                "X-Gitlab-Token: secret",
                "X-Caller: bob",
                "X-Api-Key:",
            })
    void no_other_call_reaches_it(String fields) throws Exception {
        try (Socket client =
                Wire.call(gateway.port(), "GET /f?key=secret HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n")) {
            String response = readUntil(client, "}\n");

            assertTrue(response.startsWith("HTTP/1.1 401 "), response);
            assertTrue(response.contains("\r\nWWW-Authenticate: Bearer realm=\"functions\"\r\n"), response);
            assertTrue(response.contains("\"code\":\"unauthorized\""), response);
        }
        assertEquals(0, task.getAllServeEvents().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/f",
                "/f/",
                "/f?a=1",
                "/f;a=b",
                "/lambda/f",
                "/function/f",
                "/function/f/",
                "/function/f.openfaas-fn",
                "/function/f.openfaas-fn/a",
                "/f/_/info",
                "/f/../g",
                "/f/%2e%2e/g",
                "http://other/f",
                "HTTP://h/lambda/f",
                "/%66",
                "//f",
                "/./f",
                "/F",
                "/lambda/%66",
                "/lambda//f",
                "/lambda/../f",
                "/system/../f",
                "/function/%66",
                "/async-function/f",
                "/f.openfaas-fn",
                "*",
                "f",
            })
    void no_path_leads_past_the_key(String path) throws Exception {
        for (String method : List.of("GET", "POST", "OPTIONS", "HEAD", "BREW", "CONNECT", "TRACE")) {
            try (Socket client = Wire.call(
                    gateway.port(),
                    method + " " + path + " HTTP/1.1\r\nHost: f\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
                String response = readToEnd(client);

                assertTrue(response.matches("(?s)HTTP/1.1 (400|401|404|501|204) .*"), method + " " + response);
            }
        }
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_websocket_needs_the_key_before_it_begins() throws Exception {
        gateway.deploy("g", 1, key("faas-keys"), wire.port());
        String upgrade = "GET /g HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
        try (Socket client = Wire.call(gateway.port(), upgrade + "\r\n")) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 401 "));
        }
        try (Socket client = Wire.call(gateway.port(), upgrade + "X-Api-Key: secret\r\n\r\n");
                Socket function = wire.accept()) {
            assertFalse(readUntil(function, "\r\n\r\n").contains("secret"));
            Wire.write(
                    function, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void over_http2_the_same_holds() throws Exception {
        gateway.deploy("g", 1, key("faas-keys"), wire.port());
        try (Http2Client client = Http2Client.connect(gateway.port())) {
            client.get(1, "/g");
            assertTrue(client.answer(1).startsWith("{:status: 401"), "no key");
            client.get(3, "/function/g", "x-api-key: secret", "x-api-key: secret");
            assertTrue(client.answer(3).startsWith("{:status: 401"), "two keys");
            client.headers(
                    5,
                    Http2Client.END_STREAM,
                    ":method: GET",
                    ":scheme: http",
                    ":authority: h",
                    ":path: /open",
                    ":path: /g",
                    "x-api-key: secret");
            assertTrue(client.answer(5).startsWith("{:status: 400"), "two paths");
            client.get(7, "/g", "authorization: Bearer secret", "x-caller: root");
            try (Socket function = wire.accept()) {
                String request = readUntil(function, "\r\n\r\n");
                Wire.write(function, "HTTP/1.1 204 No Content\r\n\r\n");
                assertTrue(request.contains("\r\nX-Caller: bob\r\n"), request);
                assertFalse(request.contains("secret") || request.contains("root"), request);
                assertTrue(client.answer(7).startsWith("{:status: 204"), "a key");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Caller", "x-caller", "X_Caller", "X-Caller-Role", "x_caller-role"})
    void nobody_can_pass_for_a_caller(String name) throws Exception {
        gateway.deploy("open", wire.port());

        String open = seen("open", name + ": root");
        gateway.deploy("g", 1, key("faas-keys"), wire.port());
        String closed = seen("g", name + ": root", "X-Api-Key: secret", "Connection: X-Caller");

        assertFalse(open.toLowerCase(java.util.Locale.ROOT).contains("caller"), open);
        assertFalse(closed.contains("root"), closed);
        assertTrue(closed.contains("\r\nX-Caller: bob\r\n"), closed);
    }

    @Test
    void nobody_can_pass_for_a_caller_in_trailers() throws Exception {
        gateway.deploy("open", wire.port());
        String head = "POST /open HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "1\r\na\r\n0\r\nX-Caller: root\r\nX-Sum: 1\r\n\r\n";
        try (Socket client = Wire.call(gateway.port(), head + body);
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n") + readUntil(function, "X-Sum: 1\r\n\r\n");
            Wire.write(function, "HTTP/1.1 204 No Content\r\n\r\n");
            readUntil(client, "\r\n\r\n");

            assertFalse(request.contains("root"), request);
        }
    }

    @Test
    void it_is_decided_before_the_body_arrives() throws Exception {
        try (Socket client =
                Wire.call(gateway.port(), "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n")) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 401 "));
        }
    }

    @Test
    void the_field_that_a_label_names_is_the_only_one_that_counts() throws Exception {
        gateway.deploy(
                "hook",
                1,
                Policies.access(new AccessPolicy(
                        false, Optional.of(new Authentication.Key("faas-keys", Optional.of("x-gitlab-token"))))),
                wire.port());

        assertEquals(401, gateway.status("/hook", "X-Api-Key", KEY));
        assertEquals(401, gateway.status("/hook", "Authorization", "Bearer " + KEY));
        String request = seen("hook", "X-Gitlab-Token: secret", "Authorization: Bearer its-own");
        assertFalse(request.contains("secret"), request);
        assertTrue(request.contains("\r\nAuthorization: Bearer its-own\r\n"), request);
    }

    @Test
    void of_services_that_disagree_the_strictest_counts() throws Exception {
        write("both", BOB + ALICE);
        gateway.deployTogether("f", task.getPort(), FunctionPolicy.DEFAULT, key("both"));
        assertEquals(401, gateway.status("/f"));
        assertEquals(200, gateway.status("/f", "X-Api-Key", "other"));

        gateway.deployTogether("f", task.getPort(), key("both"), key("faas-keys"));
        assertEquals(401, gateway.status("/f", "X-Api-Key", "other"));
        assertEquals(200, gateway.status("/f", "X-Api-Key", KEY));

        gateway.deployTogether(
                "f", task.getPort(), key("both"), Policies.access(new AccessPolicy(true, Optional.empty())));
        assertEquals(403, gateway.status("/f", "X-Api-Key", KEY));
    }

    @Test
    void services_that_share_a_rate_count_each_call_once() {
        Optional<RateLimit> twice = Optional.of(new RateLimit(1, Duration.ofHours(1), 2, false));
        gateway.deployTogether(
                "f",
                task.getPort(),
                Policies.access(new AccessPolicy(
                        false,
                        Optional.of(new Authentication.Key("faas-keys", Optional.empty())),
                        List.of(),
                        twice,
                        List.of(),
                        false)),
                Policies.access(new AccessPolicy(
                        false, Optional.of(new Authentication.None()), List.of(), twice, List.of(), false)));

        assertEquals(200, gateway.status("/f", "X-Api-Key", KEY));
        assertEquals(200, gateway.status("/f", "X-Api-Key", KEY));
        assertEquals(429, gateway.status("/f", "X-Api-Key", KEY));
    }

    @Test
    void a_function_without_its_secret_is_closed_until_the_secret_is_there() throws Exception {
        gateway.deploy("g", 1, key("late"), task.getPort());

        HttpResponse<String> response = gateway.get("/g", "X-Api-Key", KEY);
        assertEquals(403, response.statusCode());
        assertTrue(response.body().contains("\"code\":\"closed\""), response.body());
        String diagnosis = gateway.diagnosis("g");
        assertTrue(diagnosis.contains("nobody may call it with a key: the gateway has no secret late ("), diagnosis);
        assertTrue(diagnosis.contains("docker service update --secret-add late GATEWAY"), diagnosis);

        write("late", BOB);
        await(200, "/g");
        diagnosis = gateway.admin("/system/diagnosis").body();
        assertTrue(
                diagnosis.contains("clients may call it with a key of the secret late, which is for bob"), diagnosis);
        write("late", ALICE + BOB.substring(0, 30));
        Await.until("the log", TIMEOUT, () -> gateway.lines(Level.WARN).toString(), log -> log.contains("stays valid"));
        assertEquals(200, gateway.status("/g", "X-Api-Key", KEY));
        Files.delete(secrets.resolve("late"));
        await(403, "/g");
    }

    @Test
    void a_renewed_secret_is_loaded_without_a_restart() throws Exception {
        assertEquals(200, gateway.status("/f", "X-Api-Key", KEY));

        write("faas-keys", ALICE);

        await(401, "/f");
        assertEquals(200, gateway.status("/f", "X-Api-Key", "other"));
    }

    @Test
    void where_keys_are_the_default_a_stranger_cannot_tell_which_functions_exist() {
        closing.deploy("plain", task.getPort());
        closing.deploy("orders", 1, key("orders"), task.getPort());
        closing.deploy("broken", 1, Policies.access(new AccessPolicy(true, Optional.empty())), task.getPort());
        closing.deploy("open", 1, none(), task.getPort());

        for (String[] fields : new String[][] {{"X-Fine", "1"}, {"X-Api-Key", "wrong"}}) {
            List<String> answers = Stream.of("/plain", "/orders", "/broken", "/unknown", "/", "/plain/_/info")
                    .map(path -> closing.get(path, fields))
                    .map(KeyAccessTest::withoutIds)
                    .distinct()
                    .toList();
            assertEquals(1, answers.size(), answers.toString());
            assertTrue(answers.getFirst().startsWith("401 "), answers.toString());
        }
        assertEquals(200, closing.status("/open"));
        assertEquals(200, closing.status("/plain", "X-Api-Key", KEY));
        assertEquals(401, closing.status("/orders", "X-Api-Key", KEY));
        assertEquals(404, closing.status("/unknown", "X-Api-Key", KEY));
        assertEquals(403, closing.status("/broken", "X-Api-Key", KEY));
    }

    @Test
    void an_address_that_guesses_is_refused_for_a_while_but_not_who_has_used_a_key_from_there() throws Exception {
        write("both", BOB + ALICE);
        gateway.deploy("f", 1, key("both"), task.getPort());
        assertEquals(200, gateway.status("/f", "X-Api-Key", KEY));
        for (int i = 0; i < 10; i++) {
            assertEquals(401, gateway.status("/f", "X-Api-Key", "guess" + i));
        }

        HttpResponse<String> refused = gateway.get("/f", "X-Api-Key", "guess");
        assertEquals(429, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").orElse("").matches("[1-7]"), refused.toString());
        assertEquals(429, gateway.status("/f", "X-Api-Key", "other"), "a key that was not used from there");
        assertEquals(200, gateway.status("/f", "X-Api-Key", KEY));
        assertEquals(401, gateway.status("/f"), "no guess");
        assertEquals(
                1,
                gateway.lines(Level.WARN).stream()
                        .filter(line -> line.contains("many wrong credentials"))
                        .count());

        gateway.skip(Duration.ofSeconds(7));
        assertEquals(200, gateway.status("/f", "X-Api-Key", "other"));
    }

    @Test
    void log_and_metrics_say_who_called_and_who_was_refused() {
        gateway.get("/f", "X-Api-Key", KEY);
        gateway.get("/f");

        List<String> lines = gateway.accessLog(2);
        assertTrue(lines.get(0).endsWith(" fault=- caller=bob"), lines.toString());
        assertTrue(lines.get(1).endsWith(" fault=unauthorized"), lines.toString());
        assertFalse(lines.toString().contains("secret"), lines.toString());
        String metrics = gateway.admin("/metrics").body();
        assertTrue(
                metrics.contains("faas_gateway_calls_total{code=\"401\",fault=\"unauthorized\",function=\"f\"} 1"),
                metrics);
    }

    private static String withoutIds(HttpResponse<String> response) {
        return response.statusCode() + " " + response.body().replaceAll("\"callId\":\"[^\"]*\"", "") + " "
                + response.headers().map().keySet() + response.headers().allValues("WWW-Authenticate");
    }

    /** The head of a call with these further fields, as the function sees it. */
    private String seen(String function, String... fields) throws IOException {
        try (Socket client = Wire.call(
                        gateway.port(),
                        "GET /" + function + " HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
                Socket task = wire.accept()) {
            String request = readUntil(task, "\r\n\r\n");
            Wire.write(task, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            readUntil(client, "\r\n\r\n");
            return request;
        }
    }

    private void await(int status, String path) {
        Await.until("status " + status, TIMEOUT, () -> gateway.status(path, "X-Api-Key", KEY), s -> s == status);
    }

    private static FunctionPolicy key(String secret) {
        return Policies.requires(new Authentication.Key(secret, Optional.empty()));
    }

    private static FunctionPolicy none() {
        return Policies.requires(new Authentication.None());
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(secrets.resolve(name), text);
    }
}
