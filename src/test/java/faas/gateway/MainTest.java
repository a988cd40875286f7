package faas.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.config.GatewayConfig;
import faas.gateway.io.MemoryLimits;
import faas.gateway.metrics.GatewayMetrics;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a separate process. */
class MainTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern SERVING = Pattern.compile("serving calls on \\[(\\S+)], admin pages on (\\S+)");

    @TempDir
    Path folder = Path.of("unset");

    @Test
    void invalid_settings_are_reported_together_and_end_with_64() throws Exception {
        Process gateway = start(Map.of("FAAS_TIMEOUT", "soon", "FAAS_LISTN", ":1"));

        assertEquals(64, exitCode(gateway));
        assertEquals("""
                invalid setting: FAAS_TIMEOUT=soon: write a duration from 1ms to 24h, such as 500ms, 10s, 1m30s or plain seconds
                invalid setting: FAAS_LISTN is not a setting of the gateway; did you mean FAAS_LISTEN?
                """, output());
    }

    @Test
    void an_unusable_certificate_is_reported_as_an_invalid_setting_and_ends_with_64() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "no certificate");
        Process gateway = start(Map.of(
                "FAAS_LISTEN", "127.0.0.1:0",
                "FAAS_ADMIN_LISTEN", "127.0.0.1:0",
                "FAAS_TLS_LISTEN", "127.0.0.1:0",
                "FAAS_TLS_CERT", broken.toString(),
                "FAAS_TLS_KEY", broken.toString()));

        assertEquals(64, exitCode(gateway));
        assertTrue(output().startsWith("invalid setting: FAAS_TLS_CERT, FAAS_TLS_KEY: " + broken), output());
        assertFalse(output().contains("cannot listen"), output());
    }

    @Test
    void a_certificate_that_breaks_after_the_check_is_not_reported_as_a_failure_to_listen() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "no certificate");
        GatewayConfig config = GatewayConfig.from(
                Map.of(
                        "FAAS_LISTEN", "127.0.0.1:0",
                        "FAAS_ADMIN_LISTEN", "127.0.0.1:0",
                        "FAAS_TLS_LISTEN", "127.0.0.1:0",
                        "FAAS_TLS_CERT", broken.toString(),
                        "FAAS_TLS_KEY", broken.toString(),
                        "FAAS_DRAIN_DELAY", "0"),
                1);
        try (Gateway gateway = new Gateway(
                config,
                Optional.empty(),
                new FakeDiscovery(),
                new GatewayMetrics(),
                MemoryLimits.of(1 << 26, 1 << 26),
                Optional.empty(),
                System::nanoTime,
                new Random(1))) {
            RuntimeException e = assertThrows(RuntimeException.class, gateway::start);

            assertTrue(Main.isUnusableCertificate(e), e::toString);
            assertFalse(Main.isUnusableCertificate(new UncheckedIOException(new IOException("in use"))));
        }
    }

    @Test
    void an_address_in_use_is_reported_and_ends_with_71() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process gateway = start(Map.of(
                    "FAAS_LISTEN", ":" + taken.getLocalPort(), "FAAS_ADMIN_LISTEN", ":0", "FAAS_START_TIMEOUT", "0s"));

            assertEquals(71, exitCode(gateway));
            assertTrue(output().contains("cannot listen on [0.0.0.0:" + taken.getLocalPort() + "]"), output());
        }
    }

    @Test
    void without_docker_it_stays_up_reports_once_what_is_missing_and_stops_cleanly() throws Exception {
        Process gateway = start(Map.of(
                "FAAS_LISTEN", "127.0.0.1:0",
                "FAAS_ADMIN_LISTEN", "127.0.0.1:0",
                "FAAS_DRAIN_DELAY", "0",
                "FAAS_START_TIMEOUT", "1s",
                "DOCKER_HOST", "unix://" + folder.resolve("none.sock")));
        MatchResult addresses = Await.until(
                        "the start line",
                        TIMEOUT,
                        () -> SERVING.matcher(output()).results().findFirst(),
                        line -> line.isPresent())
                .orElseThrow();

        HttpResponse<String> ready = Await.until(
                "the reason",
                TIMEOUT,
                () -> get(addresses.group(2), "/readyz"),
                answer -> answer.body().contains("socket"));

        assertEquals(503, ready.statusCode());
        assertTrue(
                ready.body().startsWith("there is no Docker socket at " + folder.resolve("none.sock")), ready.body());
        assertEquals(200, get(addresses.group(2), "/healthz").statusCode());
        assertEquals(503, get(addresses.group(1), "/f").statusCode());
        gateway.destroy();
        assertEquals(0, exitCode(gateway));
        assertTrue(output().contains("stopped: every call finished"), output());
        assertTrue(output().contains(" INFO  access call="), output());
        assertEquals(1, output().split("cannot read the Swarm: ", -1).length - 1, output());
    }

    @Test
    void the_function_that_ends_a_process_at_once_is_found() {
        assertTrue(ProcessExit.find().isPresent());
    }

    @Test
    void a_second_signal_changes_nothing() throws Exception {
        Process gateway = start(Map.of(
                "FAAS_LISTEN", "127.0.0.1:0",
                "FAAS_ADMIN_LISTEN", "127.0.0.1:0",
                "FAAS_DRAIN_DELAY", "1s",
                "FAAS_START_TIMEOUT", "1s",
                "DOCKER_HOST", "unix://" + folder.resolve("none.sock")));
        Await.until(
                "the start line",
                TIMEOUT,
                this::output,
                text -> SERVING.matcher(text).find());

        gateway.destroy();
        Await.until("draining to begin", TIMEOUT, this::output, text -> text.contains("draining"));
        gateway.destroy();

        assertEquals(0, exitCode(gateway));
        assertTrue(output().contains("stopped: every call finished"), output());
    }

    @Test
    void a_file_of_settings_reaches_the_log_too() throws Exception {
        Path settings = Files.writeString(folder.resolve("settings"), """
                FAAS_LISTEN=127.0.0.1:0
                FAAS_ADMIN_LISTEN=127.0.0.1:0
                FAAS_DRAIN_DELAY=0
                FAAS_START_TIMEOUT=1s
                FAAS_ACCESS_LOG=OFF
                """);
        Process gateway = start(
                Map.of("FAAS_CONFIG", settings.toString(), "DOCKER_HOST", "unix://" + folder.resolve("none.sock")),
                withoutTests());
        MatchResult addresses = Await.until(
                        "the start line",
                        TIMEOUT,
                        () -> SERVING.matcher(output()).results().findFirst(),
                        line -> line.isPresent())
                .orElseThrow();

        assertEquals(503, get(addresses.group(1), "/f").statusCode());
        gateway.destroy();

        assertEquals(0, exitCode(gateway));
        assertTrue(output().contains(" FAAS_ACCESS_LOG=OFF "), output());
        assertFalse(output().contains(" access "), output());
    }

    /** The class path of the gateway itself, without the log's configuration for tests. */
    private static String withoutTests() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process start(Map<String, String> settings) throws IOException {
        return start(settings, System.getProperty("java.class.path"));
    }

    private Process start(Map<String, String> settings, String classPath) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "-Dlogback.configurationFile=logback.xml",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dfaas.gateway.exitAtOnce=true",
                        "faas.gateway.Main")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FAAS_") || name.startsWith("DOCKER_"));
        builder.environment().putAll(settings);
        return builder.start();
    }

    private static int exitCode(Process process) throws InterruptedException {
        try {
            assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), "the gateway did not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(String address, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + address + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
