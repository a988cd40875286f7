package faas.gateway.discovery.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Certificates;
import faas.gateway.discovery.DiscoverySettings;
import faas.gateway.discovery.RunningDiscovery;
import faas.gateway.tls.UnusableFileException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discovery from an Engine behind TLS, which requires a client certificate. */
class DockerTlsTest {
    @TempDir
    private static Path shared = Path.of("");

    private static Path docker = Path.of("");
    private static Optional<SSLContext> sharedEngine = Optional.empty();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates certificates = Certificates.in(shared, "RSA", "ip:127.0.0.1");
        docker = certificates.dockerFolder();
        sharedEngine = Optional.of(certificates.engine());
    }

    @Test
    void the_swarm_is_read_over_mutual_tls() throws Exception {
        assertEquals(Set.of("addition"), functions(sharedEngine.orElseThrow(), docker));
    }

    @Test
    void elliptic_curve_keys_work_and_another_authority_is_rejected() throws Exception {
        Certificates certificates = Certificates.in(folder, "EC", "ip:127.0.0.1");
        Path other = certificates.dockerFolder();

        assertEquals(Set.of("addition"), functions(certificates.engine(), other));
        assertTrouble(
                "presented a certificate that ca.pem in DOCKER_CERT_PATH does not verify",
                sharedEngine.orElseThrow(),
                other);
    }

    @Test
    void a_port_without_tls_is_reported() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInPlain(silent));
            URI uri = URI.create("tcp://127.0.0.1:" + silent.getLocalPort());
            try (RunningDiscovery discovery = RunningDiscovery.on(settings(uri, docker))) {
                String trouble = discovery.trouble();

                assertTrue(trouble.startsWith("Docker at " + uri + " does not use TLS on this port"), trouble);
            }
        }
    }

    private static void answerInPlain(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                }
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    @Test
    void a_certificate_for_another_host_is_rejected() throws Exception {
        Certificates elsewhere = Certificates.in(folder, "Ed25519", "dns:elsewhere");

        assertTrouble("presented a certificate for another host", elsewhere.engine(), elsewhere.dockerFolder());
    }

    @Test
    void a_missing_client_certificate_is_reported() throws Exception {
        Path nameless = Files.createDirectory(folder.resolve("nameless"));
        Files.copy(docker.resolve("ca.pem"), nameless.resolve("ca.pem"));

        // a TLS alert says so, unless the connection breaks before the alert is read
        assertTrouble("", "cert.pem", sharedEngine.orElseThrow(), nameless);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key.pem  | DSA PRIVATE KEY       | openssl pkcs8 -topk8",
                "key.pem  | ENCRYPTED PRIVATE KEY | it is encrypted",
                "key.pem  | PRIVATE KEY           | it is malformed, or does not match cert.pem",
                "key.pem  | PUBLIC KEY            | it has no private key",
                "cert.pem | PRIVATE KEY           | it has no certificate",
                "ca.pem   | PRIVATE KEY           | it has no certificate"
            })
    void an_unusable_file_is_reported_with_what_to_do(String name, String kind, String why) throws Exception {
        for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.copy(docker.resolve(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve(name), Certificates.pem(kind, new byte[] {1, 2, 3}));

        UnusableFileException e = assertThrows(UnusableFileException.class, () -> DockerTls.context(folder));

        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(folder.resolve(name) + " cannot be used: ") && message.contains(why), message);
    }

    private static Set<String> functions(SSLContext engine, Path docker) throws Exception {
        try (TlsEngine running = new TlsEngine(engine);
                RunningDiscovery discovery = RunningDiscovery.on(settings(running.uri(), docker))) {
            return discovery.next().functions().keySet();
        }
    }

    private static void assertTrouble(String reason, SSLContext engine, Path docker) throws Exception {
        assertTrouble(reason, "", engine, docker);
    }

    private static void assertTrouble(String reason, String advice, SSLContext engine, Path docker) throws Exception {
        try (TlsEngine running = new TlsEngine(engine);
                RunningDiscovery discovery = RunningDiscovery.on(settings(running.uri(), docker))) {
            String trouble = discovery.trouble();

            assertTrue(trouble.startsWith("Docker at " + running.uri() + " " + reason), trouble);
            assertTrue(trouble.contains(advice), trouble);
        }
    }

    private static DiscoverySettings settings(URI host, Path docker) throws UnusableFileException {
        DiscoverySettings plain =
                RunningDiscovery.settings(host, Optional.empty(), Duration.ofSeconds(20), Duration.ofMillis(100));
        return new DiscoverySettings(
                new DockerAddress(
                        host,
                        Optional.of(DockerTls.context(docker)),
                        plain.docker().apiVersion()),
                plain.ownContainerIds(),
                plain.deadline(),
                plain.pace());
    }
}
