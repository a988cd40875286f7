package faas.gateway.admin;

import static faas.gateway.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.GatewayFixture;
import faas.gateway.discovery.DiscoveryStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in the image find a real gateway where its settings say, in the environment or in the file of {@code FAAS_CONFIG}. */
class ScriptSettingsTest {
    @TempDir
    static Path folder;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_BASIC_AUTH_USER_FILE",
            write(folder, "user", "admin\n"),
            "FAAS_BASIC_AUTH_PASSWORD_FILE",
            write(folder, "password", "a:b"));

    @Test
    void ask_has_the_admin_port_and_the_login_from_the_file() throws Exception {
        Ran ran = run(Map.of("FAAS_CONFIG", config(gateway.adminPort())), "ask", "/system/functions");

        assertEquals(0, ran.code(), ran.output());
        assertTrue(ran.output().startsWith("FUNCTION "), ran.output());
    }

    @Test
    void ask_has_the_port_for_calls_from_the_file() throws Exception {
        Ran ran = run(Map.of("FAAS_CONFIG", config(1)), "ask", "call", "none");

        assertEquals(1, ran.code());
        assertTrue(ran.output().contains("none"), ran.output());
    }

    @Test
    void the_health_check_has_the_admin_port_from_the_file() throws Exception {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.of("lost")));

        assertEquals(new Ran(0, ""), run(Map.of("FAAS_CONFIG", config(gateway.adminPort())), "health"));
    }

    @Test
    void the_environment_wins_over_the_file() throws Exception {
        gateway.discoverySays(new DiscoveryStatus(Optional.empty(), Optional.of("lost")));
        Map<String, String> environment =
                Map.of("FAAS_CONFIG", config(1), "FAAS_ADMIN_LISTEN", "127.0.0.1:" + gateway.adminPort());

        assertEquals(new Ran(0, ""), run(environment, "health"));
        assertEquals(0, run(environment, "ask", "/system/functions").code());
    }

    /** A file with what the gateway's reader allows: comments, spaces, an empty value, ends of line as in DOS. */
    private String config(int adminPort) {
        return write(
                folder,
                "config",
                String.join(
                        "\r\n",
                        "#FAAS_ADMIN_LISTEN=:2",
                        "",
                        "FAAS_TLS_CERT=",
                        "  FAAS_ADMIN_LISTEN = 127.0.0.1:" + adminPort + " ",
                        "FAAS_LISTEN=127.0.0.1:" + gateway.port(),
                        "FAAS_BASIC_AUTH_USER_FILE=" + folder.resolve("user"),
                        "FAAS_BASIC_AUTH_PASSWORD_FILE=" + folder.resolve("password")));
    }

    private static Ran run(Map<String, String> environment, String script, String... arguments)
            throws IOException, InterruptedException {
        Path bin = folder.resolve("bin");
        if (bin.toFile().mkdir()) {
            // The health check waits for half of the age of its container, which is this machine's here.
            write(bin, "sleep", "#!/bin/sh\n");
            assertTrue(bin.resolve("sleep").toFile().setExecutable(true));
        }
        List<String> command = new ArrayList<>(List.of("bash", "src/image/" + script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
        return new Ran(process.exitValue(), output);
    }

    /** What a script printed, and its exit code. */
    private record Ran(int code, String output) {}
}
