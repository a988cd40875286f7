package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.RateLimit;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of functions that need a user's name and password. */
class PasswordAccessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String ANN = "ann:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";
    private static final String BASIC = "Basic realm=\"functions\", charset=\"UTF-8\"";

    @TempDir
    static Path secrets;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final Wire wire = new Wire();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_SECRETS", secrets.toString());

    @BeforeEach
    void deploy() throws IOException {
        write("faas-users", ANN);
        write("faas-keys", "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
        task.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("ran")));
        gateway.deploy("f", 1, Policies.requires(new Authentication.Password("faas-users")), task.getPort());
        gateway.deploy("open", task.getPort());
    }

    @Test
    void a_call_with_a_password_reaches_the_function_with_its_body_but_without_the_password() throws Exception {
        String body = "x".repeat(300_000);
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/f"))
                .POST(BodyPublishers.ofString(body))
                .headers("Authorization", basic("ann", "secret"), "X-Caller", "root")
                .build();

        assertEquals(200, gateway.send(request).statusCode());
        assertEquals(200, gateway.send(request).statusCode());

        assertEquals(2, task.getAllServeEvents().size());
        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertEquals(body, seen.getBodyAsString());
        assertEquals(List.of("ann"), seen.header("X-Caller").values());
        assertFalse(seen.containsHeader("Authorization"));
        assertTrue(gateway.accessLog(2).getLast().endsWith(" fault=- caller=ann"));
        assertEquals("1", checks());
    }

    @Test
    void no_credential_of_services_that_demand_different_ones_reaches_the_function() {
        gateway.deployTogether(
                "both",
                task.getPort(),
                Policies.requires(new Authentication.Key("faas-keys", Optional.empty())),
                policy("faas-users"));

        assertEquals(401, gateway.status("/both", "X-Api-Key", "secret"));
        assertEquals(401, gateway.status("/both", "Authorization", basic("ann", "secret")));
        assertEquals(200, gateway.status("/both", "X-Api-Key", "secret", "Authorization", basic("ann", "secret")));
        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertEquals(List.of("bob"), seen.header("X-Caller").values());
        assertFalse(seen.containsHeader("Authorization"));
        assertFalse(seen.containsHeader("X-Api-Key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Fine: 1",
                "Authorization: Basic",
                "Authorization: Basic ",
                "Authorization: Basic !!!",
                "Authorization: Basic YW5uOnNlY3JldDo=", // ann:secret:
                "Authorization: Basic YW5uOndyb25n", // ann:wrong
                "Authorization: Basic YW5uOg==", // ann:
                "Authorization: Basic OnNlY3JldA==", // :secret
                "Authorization: Basic YW5uc2VjcmV0", // annsecret
                "Authorization: Basic QW5uOnNlY3JldA==", // Ann:secret
                "Authorization: Basic YW5uCjpzZWNyZXQ=", // ann\n:secret
                "Authorization: Basic YW5uOnNlY3JldAA=", // ann:secret\0
                "Authorization: Basic //86c2VjcmV0", // not UTF-8
                "Authorization: Basic YW5uOnNlY3JldA==\r\nAuthorization: Basic YW5uOnNlY3JldA==",
                "Authorization: Basic YW5uOnNlY3JldA==, Basic YW5uOnNlY3JldA==",
                "Authorization: Bearer YW5uOnNlY3JldA==",
                "Proxy-Authorization: Basic YW5uOnNlY3JldA==",
                "X-Api-Key: secret",
                "X-Caller: ann",
            })
    void no_other_call_reaches_it(String fields) throws Exception {
        try (Socket client =
                Wire.call(gateway.port(), "GET /f HTTP/1.1\r\nHost: ann:secret\r\n" + fields + "\r\n\r\n")) {
            String response = readUntil(client, "}\n");

            assertTrue(response.matches("(?s)HTTP/1.1 40[01] .*"), response);
            assertTrue(
                    response.startsWith("HTTP/1.1 400 ")
                            || response.contains("\r\nWWW-Authenticate: " + BASIC + "\r\n"),
                    response);
        }
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_very_long_password_costs_nothing() {
        assertEquals(401, gateway.status("/f", "Authorization", "Basic " + "QUJD".repeat(10_000)));
        assertEquals("0", checks());
    }

    @Test
    void many_calls_with_the_same_password_are_checked_once() throws Exception {
        write("slow", "ann:" + BCrypt.withDefaults().hashToString(10, "secret".toCharArray()));
        gateway.deploy("slow", 1, Policies.requires(new Authentication.Password("slow")), task.getPort());

        List<Integer> statuses = statuses(
                IntStream.range(0, 50).mapToObj(i -> basic("ann", "secret")).toList(), "slow");

        assertEquals(List.of(200), statuses.stream().distinct().toList());
        assertEquals("1", checks());
    }

    @Test
    void one_who_guesses_many_at_a_time_is_refused_while_others_are_served() throws Exception {
        write("slow", "ann:" + BCrypt.withDefaults().hashToString(12, "secret".toCharArray()));
        gateway.deploy("slow", 1, Policies.requires(new Authentication.Password("slow")), task.getPort());
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret")));

        List<CompletableFuture<Integer>> guesses = later(
                IntStream.range(0, 40).mapToObj(i -> basic("ann", "guess" + i)).toList(), "slow");
        assertEquals(200, gateway.status("/open"));
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret")));
        List<Integer> statuses = guesses.stream().map(CompletableFuture::join).toList();

        assertTrue(List.of(401, 429, 503).containsAll(statuses), statuses.toString());
        assertTrue(statuses.contains(503), statuses.toString());
        assertTrue(Integer.parseInt(checks()) <= 16, checks());
        assertTrue(gateway.admin("/metrics").body().contains("fault=\"auth_unavailable\",function=\"slow\"}"));
    }

    @Test
    void an_address_that_guesses_is_refused_for_a_while_but_not_who_has_used_a_password_from_there() {
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret")));
        for (int i = 0; i < 10; i++) {
            assertEquals(401, gateway.status("/f", "Authorization", basic("user" + i, "secret")));
        }

        HttpResponse<String> refused = gateway.get("/f", "Authorization", basic("ann", "guess"));
        assertEquals(429, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").orElse("").matches("[1-7]"), refused.toString());
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret")));
        assertEquals(401, gateway.status("/f"), "no guess");
        assertEquals("11", checks());
        gateway.skip(Duration.ofSeconds(7));
        assertEquals(401, gateway.status("/f", "Authorization", basic("ann", "guess")));
    }

    @Test
    void who_hangs_up_has_guessed_all_the_same() throws Exception {
        for (int i = 0; i < 10; i++) {
            Socket client = Wire.call(
                    gateway.port(),
                    "GET /f HTTP/1.1\r\nHost: h\r\nAuthorization: " + basic("ann", "guess" + i) + "\r\n\r\n");
            client.close();
            int sent = i + 1;
            Await.until("the check", TIMEOUT, this::checks, checks -> checks.equals(Integer.toString(sent)));
        }

        Await.until(
                "the limit",
                TIMEOUT,
                () -> gateway.status("/f", "Authorization", basic("ann", "guess")),
                status -> status == 429);
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_changed_password_counts_at_once_and_one_that_is_no_bcrypt_hash_changes_nothing() throws Exception {
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret")));

        write("faas-users", "ann:$2y$05$abcdefghijklmnopqrstuuVQd15VhR/oN1H3pzUR5lME0fZO6.qRW\n");
        await(401, "secret");
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "other")));

        write("faas-users", "ann:$apr1$abcdefgh$aaaaaaaaaaaaaaaaaaaaa.\n");
        Await.until(
                "the diagnosis",
                TIMEOUT,
                () -> gateway.diagnosis("f"),
                text -> text.contains("what it had stays valid"));
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "other")));

        Files.delete(secrets.resolve("faas-users"));
        await(403, "other");
    }

    @Test
    void a_function_whose_secret_is_missing_or_has_other_hashes_is_closed() throws Exception {
        Files.delete(secrets.resolve("faas-users"));
        await(403, "secret");
        assertTrue(
                gateway.diagnosis("f")
                        .contains("nobody may call it with a password: the gateway has no secret faas-users ("),
                gateway.diagnosis("f"));

        write("faas-users", "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
        Await.until("the diagnosis", TIMEOUT, () -> gateway.diagnosis("f"), text -> text.contains("htpasswd -nB USER"));
        assertEquals(403, gateway.status("/f", "Authorization", basic("ann", "secret")));

        write("faas-users", ANN);
        await(200, "secret");
        assertTrue(
                gateway.diagnosis("f")
                        .contains("clients may call it with a password of the secret faas-users, which is for ann"),
                gateway.diagnosis("f"));
    }

    @Test
    void either_a_key_or_a_password_may_be_enough() {
        gateway.deploy(
                "f",
                1,
                Policies.requires(new Authentication.Any(List.of(
                        new Authentication.Key("faas-keys", Optional.empty()),
                        new Authentication.Password("faas-users")))),
                task.getPort());

        HttpResponse<String> asked = gateway.get("/f");
        assertEquals(401, asked.statusCode());
        assertEquals(
                List.of("Bearer realm=\"functions\"", BASIC), asked.headers().allValues("WWW-Authenticate"));
        assertEquals(200, gateway.status("/f", "X-Api-Key", "secret"));
        assertEquals(200, gateway.status("/f", "Authorization", "Bearer secret"));
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret")));
        assertEquals(401, gateway.status("/f", "Authorization", basic("ann", "wrong"), "X-Api-Key", "secret"));
        task.resetRequests();
        assertEquals(200, gateway.status("/f", "Authorization", basic("ann", "secret"), "X-Api-Key", "secret"));
        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertFalse(seen.containsHeader("Authorization"));
        assertFalse(seen.containsHeader("X-Api-Key"));
    }

    @Test
    void of_services_that_disagree_all_must_be_satisfied_and_limits_count_after_the_password() {
        RateLimit once = new RateLimit(1, Duration.ofHours(1), 1, true);
        AccessPolicy limited = new AccessPolicy(
                false,
                Optional.of(new Authentication.Password("faas-users")),
                List.of(),
                Optional.of(once),
                List.of(),
                false);
        AccessPolicy elsewhere = new AccessPolicy(
                false,
                Optional.of(new Authentication.Password("faas-users")),
                AddressBlock.parse("10.0.0.0/8").stream().toList(),
                Optional.empty(),
                List.of(),
                false);
        gateway.deployTogether("two", task.getPort(), policy("faas-users"), Policies.access(limited));
        gateway.deployTogether("far", task.getPort(), policy("faas-users"), Policies.access(elsewhere));

        assertEquals(401, gateway.status("/two", "Authorization", basic("ann", "wrong")));
        assertEquals(200, gateway.status("/two", "Authorization", basic("ann", "secret")));
        assertEquals(429, gateway.status("/two", "Authorization", basic("ann", "secret")));
        assertEquals(403, gateway.status("/far", "Authorization", basic("ann", "secret")));
    }

    @Test
    void a_websocket_and_a_client_that_awaits_a_100_wait_for_the_check() throws Exception {
        gateway.deploy("g", 1, policy("faas-users"), wire.port());
        String credential = "Authorization: " + basic("ann", "secret") + "\r\n";
        try (Socket client = Wire.call(
                        gateway.port(),
                        "GET /g HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + credential
                                + "\r\n");
                Socket function = wire.accept()) {
            assertFalse(readUntil(function, "\r\n\r\n").contains("Authorization"));
            Wire.write(
                    function, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 101 "));
        }
        try (Socket client = Wire.call(
                gateway.port(),
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n" + credential + "\r\n")) {
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 100 "));
            Wire.write(client, "abc");
            assertTrue(readUntil(client, "ran").startsWith("HTTP/1.1 200 "));
        }
        try (Socket client = Wire.call(
                gateway.port(),
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\nAuthorization: "
                        + basic("ann", "wrong") + "\r\n\r\n")) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 401 "));
        }
    }

    @Test
    void requests_that_follow_on_the_same_connection_keep_their_order() throws Exception {
        String good = "GET /f HTTP/1.1\r\nHost: h\r\nAuthorization: " + basic("ann", "secret") + "\r\n\r\n";
        String bad = "GET /f HTTP/1.1\r\nHost: h\r\nAuthorization: " + basic("ann", "wrong") + "\r\n\r\n";
        try (Socket client = Wire.call(gateway.port(), bad + good + bad)) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 401 "));
            assertTrue(readUntil(client, "ran\r\n0\r\n\r\n").startsWith("HTTP/1.1 200 "));
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 401 "));
        }
    }

    @Test
    void over_http2_the_same_holds_and_a_stream_may_be_cancelled_meanwhile() throws Exception {
        write("slow", "ann:" + BCrypt.withDefaults().hashToString(12, "secret".toCharArray()));
        gateway.deploy("slow", 1, policy("slow"), task.getPort());
        try (Http2Client client = Http2Client.connect(gateway.port())) {
            client.get(1, "/f", "authorization: " + basic("ann", "wrong"));
            assertTrue(client.answer(1).startsWith("{:status: 401"), "wrong");
            client.get(3, "/slow", "authorization: " + basic("ann", "secret"));
            client.reset(3);
            client.get(5, "/f", "authorization: " + basic("ann", "secret"));
            assertTrue(client.answer(5).startsWith("{:status: 200"), "valid");
        }
        assertEquals(1, task.getAllServeEvents().size());
    }

    private List<CompletableFuture<Integer>> later(List<String> credentials, String function) {
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        for (String credential : credentials) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri("/" + function))
                    .header("Authorization", credential)
                    .build();
            statuses.add(gateway.client()
                    .sendAsync(request, BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        return statuses;
    }

    private List<Integer> statuses(List<String> credentials, String function) {
        return later(credentials, function).stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private void await(int status, String password) {
        Await.until(
                "status " + status,
                TIMEOUT,
                () -> gateway.status("/f", "Authorization", basic("ann", password)),
                s -> s == status);
    }

    private String checks() {
        return gateway.admin("/metrics")
                .body()
                .replaceAll("(?s).*\nfaas_gateway_credential_checks_total (\\d+).*", "$1");
    }

    private static FunctionPolicy policy(String secret) {
        return Policies.requires(new Authentication.Password(secret));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(secrets.resolve(name), text);
    }
}
