package faas.gateway.config;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    @Test
    void an_empty_environment_gives_the_defaults() throws ConfigException {
        GatewayConfig config = GatewayConfig.from(Map.of("PATH", "/bin"), 3);

        assertEquals(
                new GatewayConfig(
                        List.of(new ListenAddress("0.0.0.0", 8080)),
                        new ListenAddress("0.0.0.0", 8082),
                        3,
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(10),
                        1000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(8),
                        Duration.ofMillis(500),
                        URI.create("unix:///var/run/docker.sock"),
                        Optional.empty(),
                        Optional.empty()),
                config);
    }

    @Test
    void every_setting_is_read() throws ConfigException {
        GatewayConfig config = GatewayConfig.from(
                Map.ofEntries(
                        entry("FAAS_LISTEN", ":8080, 127.0.0.1:80,[::1]:0"),
                        entry("FAAS_ADMIN_LISTEN", "localhost:9000"),
                        entry("FAAS_IO_THREADS", "4"),
                        entry("FAAS_CONNECT_TIMEOUT", "250ms"),
                        entry("FAAS_TIMEOUT", "1m30s"),
                        entry("FAAS_HOLD", "3s"),
                        entry("FAAS_MAX_HELD", "7"),
                        entry("FAAS_DRAIN_DELAY", "0"),
                        entry("FAAS_GRACE_PERIOD", "1h"),
                        entry("FAAS_READ_INTERVAL", "2"),
                        entry("DOCKER_HOST", "tcp://10.0.0.1:2375"),
                        entry("DOCKER_API_VERSION", "1.44")),
                1);

        assertEquals(
                new GatewayConfig(
                        List.of(
                                new ListenAddress("0.0.0.0", 8080),
                                new ListenAddress("127.0.0.1", 80),
                                new ListenAddress("[::1]", 0)),
                        new ListenAddress("localhost", 9000),
                        4,
                        Duration.ofMillis(250),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(3),
                        7,
                        Duration.ZERO,
                        Duration.ofHours(1),
                        Duration.ofSeconds(2),
                        URI.create("tcp://10.0.0.1:2375"),
                        Optional.empty(),
                        Optional.of("1.44")),
                config);
    }

    @Test
    void all_mistakes_are_told_at_once_and_each_says_what_to_write() {
        ConfigException e = assertThrows(
                ConfigException.class,
                () -> GatewayConfig.from(
                        Map.of(
                                "FAAS_LISTEN", "8080",
                                "FAAS_ADMIN_LISTEN", ":65536",
                                "FAAS_IO_THREADS", "0",
                                "FAAS_TIMEOUT", "soon",
                                "FAAS_CONNECT_TIMEOUT", "2h",
                                "FAAS_TIMOUT", "5s",
                                "FAAS_LOG_LEVEL", "loud",
                                "DOCKER_HOST", "/var/run/docker.sock",
                                "DOCKER_API_VERSION", "v1.44"),
                        1));

        assertEquals(
                List.of(
                        "FAAS_LOG_LEVEL=loud: write one of DEBUG, INFO, WARN, ERROR",
                        "FAAS_LISTEN=8080: write an address such as :8080 or 127.0.0.1:8080",
                        "FAAS_ADMIN_LISTEN=:65536: write an address such as :8080 or 127.0.0.1:8080",
                        "FAAS_IO_THREADS=0: write a whole number from 1 to 256",
                        "FAAS_CONNECT_TIMEOUT=2h: write a duration from 1ms to 1m, such as 500ms, 10s, 1m30s or plain seconds",
                        "FAAS_TIMEOUT=soon: write a duration from 1ms to 24h, such as 500ms, 10s, 1m30s or plain seconds",
                        "DOCKER_HOST=/var/run/docker.sock: write unix:///path/to/docker.sock or tcp://host:port",
                        "DOCKER_API_VERSION=v1.44: write a version such as 1.44, or leave it out",
                        "FAAS_TIMOUT is no setting of the gateway; did you mean FAAS_TIMEOUT?"),
                e.mistakes());
    }
}
