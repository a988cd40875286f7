package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.RateLimit;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of functions that need a signature of the body. */
class SignatureAccessTest {
    private static final String GITHUB = "It's a Secret to Everybody";
    private static final String SHOP = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    static Path secrets;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_SECRETS", secrets.toString());

    @RegisterExtension
    final GatewayFixture impatient = new GatewayFixture("FAAS_SECRETS", secrets.toString(), "FAAS_TIMEOUT", "200ms");

    @BeforeEach
    void deploy() throws IOException {
        Files.writeString(secrets.resolve("faas-signing"), "github:" + GITHUB + "\nshop:whsec_" + SHOP + "\n");
        Files.writeString(
                secrets.resolve("faas-keys"), "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
        task.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("ran")));
        deploy(new Authentication.Signature("faas-signing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 65_536, 65_537, 300_000, 1_048_576})
    void a_signed_body_of_any_size_up_to_a_mebibyte_arrives_as_it_was_sent(int bytes) throws Exception {
        String body = "x".repeat(bytes);

        assertEquals(200, post(body, "X-Hub-Signature-256", github(body)).statusCode());

        assertEquals(1, task.getAllServeEvents().size());
        LoggedRequest request = task.getAllServeEvents().getFirst().getRequest();
        assertEquals(body, request.getBodyAsString());
        assertEquals("github", request.getHeader("X-Caller"));
        assertFalse(request.containsHeader("X-Hub-Signature-256"));
    }

    @Test
    void a_webhook_of_the_standard_webhooks_arrives() throws Exception {
        String time = Long.toString(Instant.now().getEpochSecond());
        byte[] signature = hmac(Base64.getDecoder().decode(SHOP), "msg_1." + time + ".{\"type\":\"order\"}");
        String value = "v1," + Base64.getEncoder().encodeToString(signature);

        HttpResponse<String> response = post(
                "{\"type\":\"order\"}", "webhook-id", "msg_1", "webhook-timestamp", time, "webhook-signature", value);

        assertEquals(200, response.statusCode());
        assertEquals("shop", task.getAllServeEvents().getFirst().getRequest().getHeader("X-Caller"));
    }

    @Test
    void a_body_that_comes_in_pieces_is_checked_as_a_whole() throws Exception {
        String head = "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nX-Hub-Signature-256: ";
        try (Socket client = Wire.call(gateway.port(), head + github("abcdef") + "\r\n\r\n")) {
            for (String piece : List.of("3\r", "\nab", "c\r\n3\r\nd", "ef\r\n", "0\r\n\r\n")) {
                assertEquals(0, task.getAllServeEvents().size());
                write(client, piece);
            }
            assertTrue(readUntil(client, "ran").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void no_other_body_reaches_the_function() throws Exception {
        assertEquals(401, post("abc").statusCode());
        assertEquals(401, post("abd", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(
                401,
                post("abc", "X-Hub-Signature-256", "sha256=" + "0".repeat(64)).statusCode());
        assertEquals(
                401,
                post("abc", "X-Hub-Signature-256", github("abc"), "X-Hub-Signature-256", github("abc"))
                        .statusCode());
        assertEquals(401, post("abc", "X-Api-Key", "secret").statusCode());
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_call_that_cannot_be_signed_is_refused_before_its_body_arrives() throws Exception {
        String head = "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: ";
        try (Socket client = Wire.call(gateway.port(), head + "100\r\n\r\n")) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 401 "));
        }
        String signed = "\r\nX-Hub-Signature-256: " + github("abc") + "\r\n\r\n";
        try (Socket client = Wire.call(gateway.port(), head + "1048577" + signed)) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void a_body_without_a_length_that_becomes_too_long_is_refused() throws Exception {
        HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/f"))
                .header("X-Hub-Signature-256", github("abc"))
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(1_100_000))))
                .build());

        assertEquals(413, response.statusCode());
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void a_body_that_stops_ends_with_a_408_and_one_whose_client_hangs_up_leaves_nothing_behind() throws Exception {
        String head = "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\nX-Hub-Signature-256: ";
        try (Socket gone = Wire.call(impatient.port(), head + github("abc") + "\r\n\r\nabc")) {
            assertTrue(gone.isConnected());
        }
        try (Socket client = Wire.call(impatient.port(), head + github("abc") + "\r\n\r\nabc")) {
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 408 "));
        }
        assertEquals(0, task.getAllServeEvents().size());
    }

    @Test
    void calls_without_a_valid_signature_do_not_count_towards_the_rate_of_their_address() throws Exception {
        limit(new RateLimit(1, Duration.ofHours(1), 1, false));

        assertEquals(401, post("abd", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(401, post("abd", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(200, post("abc", "X-Hub-Signature-256", github("abc")).statusCode());
        HttpResponse<String> refused = post("abc", "X-Hub-Signature-256", github("abc"));
        assertEquals(429, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent(), refused.toString());
        assertEquals(1, task.getAllServeEvents().size());
    }

    @Test
    void signed_calls_can_be_limited_by_caller() throws Exception {
        Files.writeString(secrets.resolve("faas-signing"), "github:" + GITHUB + "\ngitea:" + SHOP + "\n");
        limit(new RateLimit(1, Duration.ofHours(1), 1, true));
        String gitea = "sha256=" + HexFormat.of().formatHex(hmac(SHOP.getBytes(StandardCharsets.UTF_8), "abc"));

        assertEquals(200, post("abc", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(429, post("abc", "X-Hub-Signature-256", github("abc")).statusCode());
        Await.until(
                "the other caller",
                Duration.ofSeconds(10),
                () -> status("abc", "X-Hub-Signature-256", gitea),
                status -> status == 200);
    }

    private int status(String body, String... fields) {
        return post(body, fields).statusCode();
    }

    private void limit(RateLimit rate) {
        gateway.deploy(
                "f",
                1,
                Policies.access(new AccessPolicy(
                        false,
                        Optional.of(new Authentication.Signature("faas-signing")),
                        List.of(),
                        Optional.of(rate),
                        List.of(),
                        false)),
                task.getPort());
    }

    @Test
    void where_labels_take_a_key_or_a_signature_either_is_enough() throws Exception {
        deploy(new Authentication.Any(List.of(
                new Authentication.Key("faas-keys", Optional.empty()), new Authentication.Signature("faas-signing"))));

        assertEquals(200, post("abc", "X-Api-Key", "secret").statusCode());
        assertEquals(200, post("abc", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(401, post("abd", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(401, post("abc").statusCode());
        Files.delete(secrets.resolve("faas-signing"));
        assertEquals(200, post("abc", "X-Api-Key", "secret").statusCode());
    }

    @Test
    void where_services_take_a_key_and_a_signature_both_are_needed() throws Exception {
        gateway.deployTogether(
                "f",
                task.getPort(),
                Policies.requires(new Authentication.Key("faas-keys", Optional.empty())),
                Policies.requires(new Authentication.Signature("faas-signing")));

        assertEquals(401, post("abc", "X-Api-Key", "secret").statusCode());
        assertEquals(401, post("abc", "X-Hub-Signature-256", github("abc")).statusCode());
        assertEquals(
                401,
                post("abd", "X-Api-Key", "secret", "X-Hub-Signature-256", github("abc"))
                        .statusCode());
        assertEquals(
                200,
                post("abc", "X-Api-Key", "secret", "X-Hub-Signature-256", github("abc"))
                        .statusCode());
        assertFalse(task.getAllServeEvents().isEmpty());
    }

    @Test
    void an_address_that_guesses_is_refused_before_its_body_is_read() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals(401, post("abd", "X-Hub-Signature-256", github("abc")).statusCode());
        }

        assertEquals(429, post("abd", "X-Hub-Signature-256", github("abc")).statusCode());
    }

    private HttpResponse<String> post(String body, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/f")).POST(BodyPublishers.ofString(body));
        return gateway.send((fields.length == 0 ? request : request.headers(fields)).build());
    }

    private void deploy(Authentication authentication) {
        gateway.deploy("f", 1, Policies.requires(authentication), task.getPort());
        impatient.deploy("f", 1, Policies.requires(authentication), task.getPort());
    }

    private static String github(String body) throws Exception {
        return "sha256=" + HexFormat.of().formatHex(hmac(GITHUB.getBytes(StandardCharsets.UTF_8), body));
    }

    private static byte[] hmac(byte[] secret, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
