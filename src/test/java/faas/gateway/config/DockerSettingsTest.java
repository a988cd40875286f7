package faas.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings that begin with DOCKER_ have the meaning they have for the docker command. */
class DockerSettingsTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "tcp://10.0.0.1,       tcp://10.0.0.1:2375",
        "tcp://10.0.0.1:1234,  tcp://10.0.0.1:1234",
        "tcp://[fd00::1],      tcp://[fd00::1]:2375",
        "tcp://proxy:80/docker, tcp://proxy:80/docker",
        "unix:///run/d.sock,   unix:///run/d.sock"
    })
    void a_host_without_a_port_gets_dockers_default_port(String value, URI meant) throws ConfigException {
        assertEquals(meant, config("DOCKER_HOST", value).dockerHost());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1:2375", "tcp://", "tcp://:2375", "unix://run/d.sock", "npipe:////./pipe/d", "tcp://a b"
            })
    void an_unusable_docker_address_is_an_error(String value) {
        assertEquals(
                List.of("DOCKER_HOST=" + value + ": write unix:///path/to/docker.sock or tcp://host:port"),
                errors("DOCKER_HOST", value));
    }

    @Test
    void ssh_is_an_error_that_says_what_works_instead() {
        assertEquals(
                List.of("DOCKER_HOST=ssh://me@manager: write unix:///path/to/docker.sock or tcp://host:port; "
                        + "ssh is not supported: use a TLS port of Docker instead"),
                errors("DOCKER_HOST", "ssh://me@manager"));
    }

    @Test
    void tls_has_its_own_default_port_and_reads_the_configured_folder() throws Exception {
        write("ca.pem", "cert.pem", "key.pem");

        GatewayConfig config =
                config("DOCKER_HOST", "tcp://manager", "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", folder.toString());

        assertEquals(URI.create("tcp://manager:2376"), config.dockerHost());
        assertEquals(Optional.of(folder), config.dockerCertificates());
    }

    @Test
    void the_default_folder_is_in_the_home_directory() throws Exception {
        Files.createDirectory(folder.resolve(".docker"));
        write(".docker/ca.pem");

        GatewayConfig config =
                config("DOCKER_HOST", "tcp://manager", "DOCKER_TLS_VERIFY", "0", "HOME", folder.toString());

        assertEquals(Optional.of(folder.resolve(".docker")), config.dockerCertificates());
    }

    @Test
    void neither_a_folder_alone_nor_a_unix_socket_enables_tls() throws Exception {
        assertEquals(
                Optional.empty(),
                config("DOCKER_HOST", "tcp://manager", "DOCKER_CERT_PATH", "/nowhere")
                        .dockerCertificates());
        assertEquals(
                Optional.empty(),
                config("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/nowhere").dockerCertificates());
    }

    @Test
    void missing_files_are_reported_together_with_all_other_errors() throws Exception {
        write("cert.pem");

        assertEquals(
                List.of(
                        "FAAS_IO_THREADS=0: write a whole number from 1 to 256",
                        "DOCKER_CERT_PATH=" + folder
                                + ": cannot read ca.pem, key.pem in this folder: add the files, or "
                                + "unset DOCKER_TLS_VERIFY"),
                errors(
                        "FAAS_IO_THREADS", "0",
                        "DOCKER_HOST", "tcp://manager",
                        "DOCKER_TLS_VERIFY", "yes",
                        "DOCKER_CERT_PATH", folder.toString()));
    }

    private void write(String... files) throws IOException {
        for (String file : files) {
            Files.writeString(folder.resolve(file), "");
        }
    }

    private static List<String> errors(String... settings) {
        return assertThrows(ConfigException.class, () -> config(settings)).errors();
    }

    /** With these settings, given as name, value, name, value. */
    private static GatewayConfig config(String... settings) throws ConfigException {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return GatewayConfig.from(environment, 1);
    }
}
