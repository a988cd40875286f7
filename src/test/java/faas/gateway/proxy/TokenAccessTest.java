package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.TestIssuer;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of functions that need a token, with an issuer that is up, down, slow or wrong. */
class TokenAccessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Authentication.Token ORDERS =
            new Authentication.Token("main", TestIssuer.AUDIENCE, List.of("email", "groups", "email_verified"));

    @TempDir
    static Path secrets;

    private final TestIssuer issuer = new TestIssuer();

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway =
            new GatewayFixture("FAAS_SECRETS", secrets.toString(), "FAAS_ISSUERS", "main=" + issuer.address());

    @RegisterExtension
    final GatewayFixture closing = new GatewayFixture(
            "FAAS_SECRETS", secrets.toString(), "FAAS_ISSUERS", "main=" + issuer.address(), "FAAS_AUTH_DEFAULT", "key");

    @BeforeEach
    void deploy() throws IOException {
        Files.writeString(
                secrets.resolve("faas-keys"), "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
        task.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("ran")));
        gateway.deploy("f", 1, Policies.requires(ORDERS), task.getPort());
        gateway.deploy("open", task.getPort());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @CsvSource({"rsa, RS256", "rsa, RS512", "rsa, PS256", "ec, ES256", "p384, ES384", "p521, ES512"})
    void a_token_of_the_issuer_opens_the_function_which_learns_the_caller_and_claims_but_not_the_token(
            String key, String algorithm) {
        issuer.add("p384", "secp384r1");
        issuer.add("p521", "secp521r1");
        gateway.skip(Duration.ofSeconds(31));
        String claims = issuer.claims(
                "auth0|ann", 60, ",\"email\":\"änn@example.com\",\"groups\":[\"a\",\"b,c\"],\"email_verified\":true");
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/f"))
                .POST(BodyPublishers.ofString("body"))
                .headers(
                        "Authorization",
                        "Bearer " + issuer.token(key, algorithm, claims),
                        "X-Caller",
                        "root",
                        "X-Caller-Email",
                        "root",
                        "X-Caller-Role",
                        "admin")
                .build();

        assertEquals(200, gateway.send(request).statusCode());

        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertEquals("body", seen.getBodyAsString());
        assertEquals(List.of("auth0|ann"), seen.header("X-Caller").values());
        assertEquals(
                List.of("%C3%A4nn@example.com"), seen.header("X-Caller-Email").values());
        assertEquals(List.of("a,b%2Cc"), seen.header("X-Caller-Groups").values());
        assertEquals(List.of("true"), seen.header("X-Caller-Email-Verified").values());
        assertFalse(seen.containsHeader("X-Caller-Role"));
        assertFalse(seen.containsHeader("Authorization"));
        assertTrue(gateway.accessLog(1).getFirst().endsWith(" fault=- caller=auth0|ann"));
    }

    @Test
    void clocks_may_differ_by_a_minute_and_an_audience_may_be_one_of_several() {
        assertEquals(200, status(issuer.token("rsa", "RS256", issuer.claims("ann", -45, ""))));
        assertEquals(
                200, status(issuer.token("rsa", "RS256", issuer.claims("ann", 60, ",\"nbf\":" + TestIssuer.in(45)))));
        assertEquals(
                200,
                status(issuer.token(
                        "rsa",
                        "RS256",
                        "{\"iss\":\"" + issuer.address() + "\",\"aud\":[\"x\",\"orders\"],\"sub\":\"ann\",\"exp\":"
                                + TestIssuer.in(60) + "}")));
    }

    @Test
    void a_token_is_verified_once_and_for_each_function_by_its_own_labels() {
        gateway.deploy(
                "g", 1, Policies.requires(new Authentication.Token("main", "others", List.of())), task.getPort());
        assertEquals(200, status(issuer.token("bob")));
        int before = checks();
        String token = issuer.token("ann");

        assertEquals(200, status(token));
        assertEquals(200, status(token));
        assertEquals(before + 1, checks());
        assertEquals(401, gateway.status("/g", "Authorization", "Bearer " + token));
        assertEquals(200, status(token));
        assertEquals(before + 2, checks());
    }

    @Test
    void a_new_key_counts_at_once_and_so_does_the_end_of_an_old_one() {
        String old = issuer.token("ann");
        assertEquals(200, status(old));
        gateway.skip(Duration.ofSeconds(31));

        issuer.rotate("next", "RSA");

        assertEquals(200, status(issuer.token("next", "RS256", issuer.claims("ann", 60, ""))));
        assertEquals(401, status(old));
    }

    @Test
    void tokens_with_invented_keys_have_the_issuer_asked_once_in_half_a_minute() {
        assertEquals(200, status(issuer.token("ann")));
        gateway.skip(Duration.ofSeconds(31));
        int reads = issuer.reads();
        String forged = issuer.token("ann");

        for (int i = 0; i < 30; i++) {
            String header = TestIssuer.base64(TestIssuer.header("invented" + i, "RS256", ""));
            assertEquals(401, status(header + forged.substring(forged.indexOf('.'))));
        }

        assertEquals(reads + 1, issuer.reads());
        issuer.rotate("next", "secp256r1");
        String token = issuer.token("next", "ES256", issuer.claims("ann", 60, ""));
        assertEquals(401, status(token));
        gateway.skip(Duration.ofSeconds(31));
        assertEquals(200, status(token));
    }

    @Test
    void while_the_issuer_is_down_its_keys_count_for_a_day() {
        assertEquals(200, status(issuer.token("ann")));
        issuer.answersWith(500);
        gateway.skip(Duration.ofMinutes(6));
        Await.until(
                "trouble", TIMEOUT, () -> gateway.diagnosis("f"), text -> text.contains("answers with the status 500"));

        assertEquals(200, status(issuer.token("bob")));
        gateway.skip(Duration.ofHours(23));
        assertEquals(200, status(issuer.token("eve")));
        gateway.skip(Duration.ofHours(2));
        Await.until("the end", TIMEOUT, () -> status(issuer.token("eve")), status -> status == 503);
        assertEquals(
                1,
                gateway.lines(Level.WARN).stream()
                        .filter(line -> line.contains("cannot use the issuer main"))
                        .count());

        issuer.answersWith(200);
        gateway.skip(Duration.ofSeconds(31));
        Await.until("the issuer", TIMEOUT, () -> status(issuer.token("ann")), status -> status == 200);
    }

    @Test
    void an_issuer_that_does_not_answer_delays_only_calls_with_its_tokens() {
        assertEquals(200, status(issuer.token("ann")));
        issuer.isSilent();
        gateway.skip(Duration.ofHours(25));
        Thread caller = Thread.ofVirtual().start(() -> status(issuer.token("ann")));

        assertEquals(200, gateway.status("/open"));
        assertEquals(503, status(issuer.token("ann")));
        Await.until("the end", TIMEOUT, caller::isAlive, alive -> !alive);
        assertTrue(gateway.diagnosis("f").contains("does not answer within 5 s"), gateway.diagnosis("f"));
        assertEquals(2, task.getAllServeEvents().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>busy</html> | does not answer with a JSON object",
                "[1] | does not answer with a JSON object",
                "{} | names another issuer",
                "{\"issuer\":\"https://other.example\",\"jwks_uri\":\"https://other.example/keys\"} | names another issuer",
                "{\"issuer\":\"ISSUER\"} | has no usable jwks_uri",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"file:///etc/passwd\"} | has no usable jwks_uri",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\",\"keys\":1} | has no list of keys",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\"} | has no keys",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"ISSUER/keys\",\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]} | it has no key of at least 2048 bits",
                "LARGE | cannot read",
                "DEEP | does not answer with a JSON object",
            })
    void an_issuer_that_answers_with_something_else_opens_nothing(String answer, String trouble) {
        assertEquals(200, status(issuer.token("ann")));
        issuer.answersWith(
                switch (answer) {
                    case "LARGE" -> "{\"keys\":[" + " ".repeat(1_000_000) + "]}";
                    case "DEEP" -> "{\"keys\":" + "[".repeat(100_000);
                    default -> answer.replace("ISSUER", issuer.address());
                });
        gateway.skip(Duration.ofHours(25));

        Await.until("the end", TIMEOUT, () -> status(issuer.token("ann")), status -> status == 503);
        String diagnosis =
                Await.until("trouble", TIMEOUT, () -> gateway.diagnosis("f"), text -> text.contains(trouble));
        assertTrue(diagnosis.contains("clients may call it with a token of the issuer main"), diagnosis);
    }

    @Test
    void a_small_key_is_not_used() {
        assertEquals(200, status(issuer.token("ann")));
        gateway.skip(Duration.ofSeconds(31));
        issuer.rotate("small", "RSA-1024");
        issuer.add("large", "RSA");

        assertEquals(200, status(issuer.token("large", "RS256", issuer.claims("ann", 60, ""))));
        assertEquals(401, status(issuer.token("small", "RS256", issuer.claims("ann", 60, ""))));
    }

    @Test
    void a_function_with_an_issuer_that_the_settings_do_not_name_is_closed() {
        gateway.deploy(
                "f", 1, Policies.requires(new Authentication.Token("other", "orders", List.of())), task.getPort());

        HttpResponse<String> response = gateway.get("/f", "Authorization", "Bearer " + issuer.token("ann"));

        assertEquals(403, response.statusCode());
        assertTrue(response.body().contains("\"code\":\"closed\""), response.body());
        assertTrue(
                gateway.diagnosis("f").contains("nobody may call it with a token: the gateway has no issuer other"),
                gateway.diagnosis("f"));
        assertTrue(gateway.diagnosis("f").contains("--env-add FAAS_ISSUERS=other=https://"), gateway.diagnosis("f"));
    }

    @Test
    void either_a_key_or_a_token_may_be_enough() {
        gateway.deploy(
                "f",
                1,
                Policies.requires(
                        new Authentication.Any(List.of(new Authentication.Key("faas-keys", Optional.empty()), ORDERS))),
                task.getPort());

        assertEquals(200, status(issuer.token("ann")));
        assertEquals(200, gateway.status("/f", "Authorization", "Bearer secret"));
        assertEquals(200, gateway.status("/f", "X-Api-Key", "secret"));
        assertEquals(401, gateway.status("/f", "Authorization", "Bearer wrong"));
        assertEquals(401, status(issuer.token("ann") + "x"));
        assertEquals(401, gateway.status("/f"));
    }

    @Test
    void a_key_beside_a_token_does_not_reach_the_function() throws Exception {
        gateway.deploy(
                "f",
                1,
                Policies.requires(
                        new Authentication.Any(List.of(new Authentication.Key("faas-keys", Optional.empty()), ORDERS))),
                task.getPort());
        String token = "Authorization: Bearer " + issuer.token("ann") + "\r\n";
        for (String fields : List.of(token + "X-Api-Key: secret\r\n", "X-Api-Key: secret\r\n" + token)) {
            try (Socket client = Wire.call(gateway.port(), "GET /f HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n")) {
                assertTrue(Wire.readUntil(client, "ran").startsWith("HTTP/1.1 200 "));
            }
        }

        assertEquals(2, task.getAllServeEvents().size());
        task.getAllServeEvents().forEach(call -> {
            assertEquals(List.of("ann"), call.getRequest().header("X-Caller").values());
            assertFalse(call.getRequest().containsHeader("X-Api-Key"));
            assertFalse(call.getRequest().containsHeader("Authorization"));
        });
    }

    @Test
    void a_token_for_a_function_that_its_address_may_not_call_is_no_guess_of_a_key() {
        AccessPolicy elsewhere = new AccessPolicy(
                false,
                Optional.of(ORDERS),
                AddressBlock.parse("10.0.0.0/8").stream().toList(),
                Optional.empty(),
                List.of(),
                false);
        closing.deploy("far", 1, Policies.access(elsewhere), task.getPort());
        closing.deploy("plain", task.getPort());
        String token = "Bearer " + issuer.token("ann");

        for (int i = 0; i < 10; i++) {
            assertEquals(401, closing.status("/far", "Authorization", token));
            assertEquals(401, closing.status("/unknown", "Authorization", token));
        }
        assertEquals(200, closing.status("/plain", "X-Api-Key", "secret"));

        for (int i = 0; i < 10; i++) {
            assertEquals(401, closing.status("/unknown", "X-Api-Key", "guess" + i));
        }
        assertEquals(429, closing.status("/unknown", "X-Api-Key", "guess"));
        assertEquals(429, closing.status("/unknown", "Authorization", token));
    }

    @Test
    void who_forges_tokens_is_refused_for_a_while_and_who_has_an_old_one_is_not() {
        String token = issuer.token("ann");
        assertEquals(200, status(token));
        String old = issuer.token("rsa", "RS256", issuer.claims("ann", -300, ""));
        for (int i = 0; i < 20; i++) {
            assertEquals(401, status(old));
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(401, status(token.substring(0, token.length() - 10) + "AAAAAAAAA" + i));
        }

        assertEquals(429, status(issuer.token("bob")));
        assertEquals(200, status(token));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_193, 30_000, 60_000})
    void a_very_long_token_is_not_read(int length) {
        assertEquals(401, status("e30.e30." + "A".repeat(length - 8)));
        assertEquals(0, checks());
    }

    @Test
    void a_call_without_a_token_learns_what_is_needed() {
        HttpResponse<String> without = gateway.get("/f");
        assertEquals(401, without.statusCode());
        assertEquals(List.of("Bearer realm=\"functions\""), without.headers().allValues("WWW-Authenticate"));

        HttpResponse<String> invalid = gateway.get("/f", "Authorization", "Bearer a.b.c");
        assertEquals(401, invalid.statusCode());
        assertEquals(
                List.of("Bearer realm=\"functions\", error=\"invalid_token\""),
                invalid.headers().allValues("WWW-Authenticate"));
        assertEquals(401, gateway.status("/f?access_token=" + issuer.token("ann")));
        assertEquals(401, gateway.status("/f", "X-Api-Key", issuer.token("ann")));
        assertEquals(
                401,
                gateway.status(
                        "/f",
                        "Authorization",
                        "Bearer " + issuer.token("ann"),
                        "Authorization",
                        "Bearer " + issuer.token("ann")));
        assertEquals(0, task.getAllServeEvents().size());
    }

    private int status(String token) {
        return gateway.status("/f", "Authorization", "Bearer " + token);
    }

    private int checks() {
        return Integer.parseInt(gateway.admin("/metrics")
                .body()
                .replaceAll("(?s).*\nfaas_gateway_credential_checks_total (\\d+).*", "$1"));
    }
}
