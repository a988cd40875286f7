package faas.gateway.proxy;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.Certificates;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.function.Authentication;
import faas.gateway.function.Subject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of functions that need a certificate, which clients of a gateway may have. */
abstract class ClientCertificateTest {
    private static final Duration TIMEOUT = Duration.ofMillis(Wire.PATIENCE_MILLIS);
    private static final Authentication ANYBODY = new Authentication.Certificate(List.of());

    @TempDir
    private static Path folder = Path.of("");

    private static Certificates own;
    private static Certificates foreign;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway;

    ClientCertificateTest(String provider) {
        this.gateway = new GatewayFixture("FAAS_TLS_LISTEN", "127.0.0.1:0", "FAAS_SECRETS", folder.toString())
                .with("FAAS_TLS_PROVIDER", provider)
                .with("FAAS_TLS_CERT", folder.resolve("fullchain.pem").toString())
                .with("FAAS_TLS_KEY", folder.resolve("privkey.pem").toString())
                .with("FAAS_CLIENT_CA", folder.resolve("clients.pem").toString());
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        own = Certificates.in(Files.createTempDirectory(folder, "own"), "EC", "ip:127.0.0.1");
        own.serverFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        own.issue("shop", "CN=shop, OU=Sales, O=Acme", "-ext", "eku=clientAuth");
        own.issue("expired", "CN=shop, O=Acme", "-startdate", "-3d", "-validity", "1");
        own.issue("server", "CN=shop, O=Acme", "-ext", "eku=serverAuth");
        own.issue("nameless", "O=Partner\\, Inc.", "-ext", "eku=clientAuth");
        own.issue("long", "CN=" + "ö".repeat(200), "-ext", "eku=clientAuth");
        foreign = Certificates.in(Files.createTempDirectory(folder, "foreign"), "EC", "ip:127.0.0.1");
        own.authorityFile(folder.resolve("clients.pem"));
        Files.writeString(
                folder.resolve("faas-keys"), "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
    }

    @BeforeEach
    void deploy() {
        task.stubFor(any(anyUrl()).willReturn(ok("ran")));
        deploy("f", ANYBODY);
        gateway.deploy("open", task.getPort());
    }

    @AfterEach
    void putFileBack() throws Exception {
        own.authorityFile(folder.resolve("clients.pem"));
    }

    private void deploy(String function, Authentication authentication) {
        gateway.deploy(function, 1, Policies.requires(authentication), task.getPort());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_certificate_opens_the_function_which_learns_whose_it_is(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = send(
                own.clientContext(own, "shop"),
                version,
                request("/f").header("X-Caller", "root").header("X-Caller-Subject", "CN=root"));

        assertEquals("200 ran", status(answer));
        assertEquals(version, answer.version());
        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertEquals(List.of("shop"), seen.header("X-Caller").values());
        assertEquals(
                List.of("CN=shop,OU=Sales,O=Acme"),
                seen.header("X-Caller-Subject").values());
        assertTrue(gateway.get("/f").body().contains("\"no_certificate\""));
    }

    @Test
    void a_subject_without_a_common_name_is_the_name_of_the_caller() throws Exception {
        assertEquals("200 ran", status(call("nameless", "/f")));

        LoggedRequest seen = task.getAllServeEvents().getFirst().getRequest();
        assertEquals("O=Partner%5C%2C%20Inc.", seen.header("X-Caller").firstValue());
        assertEquals("O=Partner\\, Inc.", seen.header("X-Caller-Subject").firstValue());
    }

    @Test
    void a_name_that_is_too_long_for_a_field_is_refused() throws Exception {
        assertTrue(status(call("long", "/f")).startsWith("403 {\"type\""));
        assertEquals(List.of(), task.getAllServeEvents());
    }

    @Test
    void a_client_without_a_certificate_may_call_only_what_is_open() throws Exception {
        SSLContext nobody = own.clientContext();

        HttpResponse<String> refused = send(nobody, HttpClient.Version.HTTP_2, request("/f"));
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("\"no_certificate\""), refused.body());
        assertEquals("200 ran", status(send(nobody, HttpClient.Version.HTTP_2, request("/open"))));
    }

    @Test
    void a_label_says_whose_certificates_are_accepted() throws Exception {
        deploy(
                "f",
                new Authentication.Certificate(List.of(
                        Subject.parse("CN=billing").orElseThrow(),
                        Subject.parse("o=acme,ou=sales").orElseThrow())));

        assertEquals("200 ran", status(call("shop", "/f")));
        HttpResponse<String> refused = call("nameless", "/f");
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("\"wrong_certificate\""), refused.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "server", "client"})
    void a_client_whose_certificate_is_not_valid_cannot_connect_and_others_can(String alias) {
        Certificates issuer = alias.equals("client") ? foreign : own;

        assertThrows(
                IOException.class,
                () -> send(own.clientContext(issuer, alias), HttpClient.Version.HTTP_1_1, request("/open")));
        assertEquals(200, gateway.get("/open").statusCode());
        assertEquals(List.of(), gateway.lines(Level.WARN));
    }

    @Test
    void a_key_in_the_call_counts_more_than_the_certificate_of_its_connection() throws Exception {
        deploy("f", new Authentication.Any(List.of(new Authentication.Key("faas-keys", Optional.empty()), ANYBODY)));
        SSLContext shop = own.clientContext(own, "shop");

        assertEquals("200 ran", status(send(shop, HttpClient.Version.HTTP_2, request("/f"))));
        assertEquals(
                "shop",
                task.getAllServeEvents()
                        .getFirst()
                        .getRequest()
                        .header("X-Caller")
                        .firstValue());
        HttpRequest.Builder wrong = request("/f").header("X-Api-Key", "wrong");
        assertEquals(401, send(shop, HttpClient.Version.HTTP_2, wrong).statusCode());
        HttpResponse<String> without = gateway.get("/f");
        assertEquals(401, without.statusCode());
        assertEquals(List.of("Bearer realm=\"functions\""), without.headers().allValues("WWW-Authenticate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_resumed_session_has_the_certificate_of_the_one_before(String version) throws Exception {
        SSLContext shop = own.clientContext(own, "shop");

        long began = callOnce(shop, version, "200");
        assertEquals(began, callOnce(shop, version, "200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void certificates_of_a_removed_authority_are_invalid_at_once_on_open_connections_and_in_sessions(String version)
            throws Exception {
        SSLContext shop = own.clientContext(own, "shop");
        callOnce(shop, version, "200");
        try (SSLSocket kept = socket(shop, version)) {
            assertEquals("200", statusOn(kept));

            foreign.authorityFile(folder.resolve("clients.pem"));

            Await.until("the change", TIMEOUT, () -> statusOn(kept), "403"::equals);
            assertFalse(isServed(shop, version));

            own.authorityFile(folder.resolve("clients.pem"));
            Await.until("the change back", TIMEOUT, () -> statusOn(kept), "200"::equals);
        }
    }

    @Test
    void a_file_that_becomes_unusable_changes_nothing() throws Exception {
        Files.writeString(folder.resolve("clients.pem"), "no certificate");

        Await.until(
                "a warning",
                TIMEOUT,
                () -> gateway.lines(Level.WARN).stream()
                        .filter(line -> line.contains("clients.pem cannot be used: it has no certificate"))
                        .count(),
                count -> count == 1);
        assertEquals("200 ran", status(call("shop", "/f")));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 40})
    void a_chain_that_leads_nowhere_in_many_ways_holds_nobody_up(int further) throws Exception {
        SSLContext maze = own.clientContextWithMaze(foreign, further);

        assertThrows(IOException.class, () -> send(maze, HttpClient.Version.HTTP_1_1, request("/open")));
        assertEquals("200 ran", status(call("shop", "/f")));
    }

    @Test
    void a_handshake_that_is_too_long_is_cut_off() throws Exception {
        byte[] record = new byte[5 + 16_384];
        record[0] = 22;
        record[1] = 3;
        record[2] = 3;
        record[3] = 64;
        // A ClientHello of 16 MiB, of which the engine would collect every byte.
        record[5] = 1;
        record[6] = (byte) 0xff;
        try (Socket raw = Wire.call(gateway.tlsPort(), "")) {
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 1_000; i++) {
                    raw.getOutputStream().write(record);
                }
            });
        }
        assertEquals(200, gateway.get("/open").statusCode());
    }

    private HttpResponse<String> call(String alias, String path) throws Exception {
        return send(own.clientContext(own, alias), HttpClient.Version.HTTP_2, request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.tlsPort() + path));
    }

    private static HttpResponse<String> send(
            SSLContext context, HttpClient.Version version, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(context).version(version).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String status(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.body();
    }

    /** When the session began in which a call got this status. */
    private long callOnce(SSLContext context, String version, String status) throws Exception {
        try (SSLSocket socket = socket(context, version)) {
            Wire.write(socket, "GET /f HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            String answer = Wire.readToEnd(socket);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            return socket.getSession().getCreationTime();
        }
    }

    private boolean isServed(SSLContext context, String version) {
        try {
            callOnce(context, version, "200");
            return true;
        } catch (IOException | AssertionError e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String statusOn(SSLSocket socket) {
        try {
            Wire.write(socket, "HEAD /f HTTP/1.1\r\nHost: h\r\n\r\n");
            String head = Wire.readUntil(socket, "\r\n\r\n");
            return head.split(" ", 3)[1];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLSocket socket(SSLContext context, String version) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.tlsPort());
        socket.setSoTimeout(Wire.PATIENCE_MILLIS);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}
