package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import faas.gateway.Await;
import faas.gateway.Certificates;
import faas.gateway.GatewayFixture;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients over TLS, where the certificate is the operator's and may be renewed at any time. */
abstract class TlsTest {
    static final Duration PATIENCE = Duration.ofMillis(Wire.PATIENCE_MILLIS);

    @TempDir
    private static Path folder = Path.of("");

    @RegisterExtension
    final WiredGateway wire;

    TlsTest(String provider) {
        this.wire = new WiredGateway(new GatewayFixture("FAAS_HEAD_TIMEOUT", "2s", "FAAS_TLS_LISTEN", "127.0.0.1:0")
                .with("FAAS_TLS_PROVIDER", provider)
                .with("FAAS_TLS_CERT", folder.resolve("fullchain.pem").toString())
                .with("FAAS_TLS_KEY", folder.resolve("privkey.pem").toString()));
    }

    static Certificates certificates() throws Exception {
        Path own = Files.createTempDirectory(folder, "store");
        Certificates made = Certificates.in(own, "EC", "ip:127.0.0.1,dns:localhost");
        made.serverFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        return made;
    }

    static Certificates first;

    @BeforeAll
    static void makeCertificate() throws Exception {
        first = certificates();
    }

    @AfterEach
    void putFilesBack() throws Exception {
        first.serverFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_call_over_tls_is_one_like_any_other(HttpClient.Version version) throws Exception {
        try (HttpClient client = client(first.clientContext(), version)) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                    HttpRequest.newBuilder(uri("/f/a?b=1"))
                            .POST(BodyPublishers.ofString("hello"))
                            .build(),
                    BodyHandlers.ofString());
            try (Socket function = wire.accept()) {
                String request = readUntil(function, "hello");
                write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

                assertTrue(request.startsWith("POST /a?b=1 HTTP/1.1\r\n"), request);
                assertTrue(request.contains("\r\nX-Forwarded-Proto: https\r\n"), request);
                assertEquals(
                        "ok",
                        answer.get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS).body());
                assertEquals(version, answer.get().version());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.2, true", "TLSv1.1, false"})
    void what_is_no_longer_safe_is_not_spoken(String version, boolean spoken) throws Exception {
        try (SSLSocket socket = socket()) {
            socket.setEnabledProtocols(new String[] {version});

            if (spoken) {
                socket.startHandshake();
                assertEquals(version, socket.getSession().getProtocol());
                assertTrue(socket.getSession().getCipherSuite().matches(".*(GCM|CHACHA20).*"));
            } else {
                assertThrows(IOException.class, socket::startHandshake);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1", ""})
    void the_two_ends_agree_on_a_protocol(String offered) throws Exception {
        try (SSLSocket socket = socket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered.isEmpty() ? new String[0] : new String[] {offered});
            socket.setSSLParameters(parameters);
            socket.startHandshake();

            assertEquals(offered, socket.getApplicationProtocol());
            if (offered.equals("h2")) {
                Http2Client client = Http2Client.connect(socket);
                client.get(1, "/nobody");
                assertTrue(client.answer(1).startsWith("{:status: 404"));
            } else {
                write(socket, "GET /nobody HTTP/1.1\r\nHost: h\r\n\r\nGET /no HTTP/1.1\r\nHost: h\r\n\r\n");
                readUntil(socket, "name=nobody is");
                assertTrue(readUntil(socket, "name=no is").contains("HTTP/1.1 404 "));
            }
        }
    }

    @Test
    void a_client_who_does_not_speak_tls_or_says_nothing_is_cut_off() throws Exception {
        try (Socket plain = Wire.call(wire.gateway().tlsPort(), "GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket silent = Wire.call(wire.gateway().tlsPort(), "")) {
            Wire.readToEnd(plain);
            assertEquals("", Wire.readToEnd(silent));
        }
    }

    @Test
    void a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not() throws Exception {
        Certificates second = certificates();

        Await.until("the new certificate", PATIENCE, () -> isServed(second), served -> served);
        assertTrue(!isServed(first));

        Files.writeString(folder.resolve("privkey.pem"), "no key");
        Await.until(
                "a warning",
                PATIENCE,
                () -> wire.gateway().lines(Level.WARN).stream()
                        .filter(line -> line.contains("privkey.pem cannot be used: it has no private key"))
                        .count(),
                count -> count == 1);
        assertTrue(isServed(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_session_is_resumed_on_further_connections(String version) throws Exception {
        SSLContext returning = first.clientContext();
        long began = session(returning, version).getCreationTime();

        for (int i = 0; i < 4; i++) {
            // Each IO thread accepts some of them. A resumed session keeps the time at which it began.
            assertEquals(began, session(returning, version).getCreationTime());
        }
        assertNotEquals(began, session(first.clientContext(), version).getCreationTime());
    }

    /** The session of a call whose connection ends as announced, so that nobody can cut off a response unnoticed. */
    SSLSession session(SSLContext client, String version) throws Exception {
        try (SSLSocket socket = socket(client)) {
            socket.setEnabledProtocols(new String[] {version});
            write(socket, "GET /nobody HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertTrue(Wire.readToEnd(socket).startsWith("HTTP/1.1 404 "));
            return socket.getSession();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 16_384, 16_385, 5_000_000})
    void bodies_of_any_length_pass_unchanged_in_both_directions(int length) throws Exception {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        try (SSLSocket client = socket()) {
            write(client, "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n");
            CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> send(client, body));
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                assertArrayEquals(body, function.getInputStream().readNBytes(length));
                upload.get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

                write(function, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                CompletableFuture<Void> download = CompletableFuture.runAsync(() -> send(function, body));
                readUntil(client, "\r\n\r\n");
                assertArrayEquals(body, client.getInputStream().readNBytes(length));
                download.get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void send(Socket to, byte[] body) {
        try {
            to.getOutputStream().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void records_that_arrive_byte_by_byte_are_put_together() throws Exception {
        try (Trickle trickle = new Trickle(wire.gateway().tlsPort());
                Socket slow = Wire.call(trickle.port(), "");
                SSLSocket client = (SSLSocket) first.clientContext()
                        .getSocketFactory()
                        .createSocket(slow, "127.0.0.1", trickle.port(), true)) {
            client.setSoTimeout(Wire.PATIENCE_MILLIS);
            write(client, "GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n");
            assertTrue(readUntil(client, "name=nobody is").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void renegotiation_is_refused() throws Exception {
        try (SSLSocket client = socket()) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.startHandshake();

            assertThrows(IOException.class, () -> {
                client.startHandshake();
                write(client, "GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n");
                if (Wire.readToEnd(client).isEmpty()) {
                    throw new EOFException("closed without a response");
                }
            });
        }
        assertIsServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1703030100", "170303ffff", "1703030003000000", "150303000200"})
    void a_client_that_breaks_the_protocol_is_cut_off_and_harms_nobody(String record) throws Exception {
        try (Socket raw = Wire.call(wire.gateway().tlsPort(), "");
                SSLSocket client = (SSLSocket)
                        first.clientContext().getSocketFactory().createSocket(raw, "127.0.0.1", raw.getPort(), false)) {
            client.setSoTimeout(Wire.PATIENCE_MILLIS);
            client.startHandshake();
            write(client, "GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n");
            readUntil(client, "name=nobody is");

            raw.getOutputStream().write(HexFormat.of().parseHex(record));
            raw.shutdownOutput();
            while (raw.getInputStream().read() >= 0) {
                // An alert, then the end.
            }
        }
        assertIsServed();
    }

    private void assertIsServed() throws Exception {
        try (SSLSocket client = socket()) {
            write(client, "GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n");
            readUntil(client, "name=nobody is");
        }
    }

    boolean isServed(Certificates by) {
        try (HttpClient client = client(by.clientContext(), HttpClient.Version.HTTP_2)) {
            return client.send(HttpRequest.newBuilder(uri("/nobody")).build(), BodyHandlers.ofString())
                            .statusCode()
                    == 404;
        } catch (SSLHandshakeException other) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpClient client(SSLContext trust, HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    private SSLSocket socket() throws Exception {
        return socket(first.clientContext());
    }

    private SSLSocket socket(SSLContext context) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", wire.gateway().tlsPort());
        socket.setSoTimeout(Wire.PATIENCE_MILLIS);
        return socket;
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + wire.gateway().tlsPort() + path);
    }
}
