package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import faas.gateway.Await;
import faas.gateway.Certificates;
import faas.gateway.GatewayFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway to which clients without a certificate cannot connect over TLS. */
class RequiredClientCertificateTest {
    private static final Duration TIMEOUT = Duration.ofMillis(Wire.PATIENCE_MILLIS);

    @TempDir
    private static Path folder = Path.of("");

    private static Certificates own;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_TLS_LISTEN", "127.0.0.1:0")
            .with("FAAS_TLS_CERT", folder.resolve("fullchain.pem").toString())
            .with("FAAS_TLS_KEY", folder.resolve("privkey.pem").toString())
            .with("FAAS_CLIENT_CA", folder.resolve("clients.pem").toString())
            .with("FAAS_CLIENT_CERTIFICATES", "required");

    @AfterEach
    void putFileBack() throws Exception {
        own.authorityFile(folder.resolve("clients.pem"));
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        own = Certificates.in(Files.createTempDirectory(folder, "own"), "EC", "ip:127.0.0.1");
        own.serverFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        own.authorityFile(folder.resolve("clients.pem"));
    }

    @Test
    void only_a_client_with_a_certificate_can_connect() throws Exception {
        assertEquals(404, call(own.clientContext(own, "client")));
        assertThrows(UncheckedIOException.class, () -> call(own.clientContext()));
    }

    @Test
    void on_open_connections_and_in_resumed_sessions_a_certificate_must_still_be_valid() throws Exception {
        SSLContext context = own.clientContext(own, "client");
        try (HttpClient kept = HttpClient.newBuilder().sslContext(context).build()) {
            assertEquals(404, call(kept));

            Certificates.in(Files.createTempDirectory(folder, "other"), "EC", "ip:127.0.0.1")
                    .authorityFile(folder.resolve("clients.pem"));

            Await.until("the change", TIMEOUT, () -> call(kept), status -> status == 403);
        }
        assertEquals(403, call(context));
    }

    private int call(SSLContext context) {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return call(client);
        }
    }

    private int call(HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.tlsPort() + "/no"))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
