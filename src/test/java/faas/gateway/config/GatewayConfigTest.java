package faas.gateway.config;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
    @Test
    void the_text_of_a_configuration_has_every_setting_and_no_secret() throws ConfigException {
        String text = GatewayConfig.from(
                        Map.of("FAAS_TIMEOUT", "5s", "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=abc"), 3)
                .toString();

        assertTrue(text.contains(" FAAS_TIMEOUT=5s "), text);
        assertTrue(text.contains(" FAAS_HOLD=10s "), text);
        assertTrue(text.contains(" OTEL_EXPORTER_OTLP_HEADERS=*** "), text);
        assertFalse(text.contains("abc"), text);
    }

    @Test
    void a_login_with_one_file_only_is_an_error() {
        assertEquals(
                List.of(
                        "FAAS_BASIC_AUTH_PASSWORD_FILE=/run/secrets/basic-auth-password: cannot read this file: check that it exists and that the gateway's user may read it"),
                errors(Map.of("FAAS_BASIC_AUTH_USER_FILE", "README.md")));
    }

    @Test
    void an_empty_environment_gives_the_defaults() throws ConfigException {
        GatewayConfig config = GatewayConfig.from(Map.of("PATH", "/bin"), 3);

        assertEquals(
                new GatewayConfig(
                        List.of(new ListenAddress("0.0.0.0", 8080)),
                        new ListenAddress("0.0.0.0", 8082),
                        Optional.empty(),
                        "gateway",
                        List.of(),
                        Optional.empty(),
                        false,
                        false,
                        new AccessSettings(
                                Path.of("/run/secrets"),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                false,
                                new Authentication.None()),
                        Optional.empty(),
                        new ClientLimits(
                                Duration.ofSeconds(75),
                                Duration.ofSeconds(10),
                                65_536,
                                200,
                                Long.MAX_VALUE,
                                20_000,
                                128),
                        List.of(),
                        3,
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(10),
                        1000,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(8),
                        Duration.ofMillis(500),
                        URI.create("unix:///var/run/docker.sock"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        false,
                        config.settings()),
                config);
    }

    @Test
    void every_setting_is_read() throws ConfigException {
        GatewayConfig config = GatewayConfig.from(
                Map.ofEntries(
                        entry("FAAS_LISTEN", ":8080, 127.0.0.1:80,[::1]:0"),
                        entry("FAAS_ADMIN_LISTEN", "localhost:9000"),
                        entry("FAAS_UI_LISTEN", ":9001"),
                        entry("FAAS_UI_NAME", "gateway.1 on node-a"),
                        entry("FAAS_ADMIN_ALLOW", "10.1.0.0/16"),
                        entry("FAAS_TLS_LISTEN", ":443"),
                        entry("FAAS_BASIC_AUTH_USER_FILE", "README.md"),
                        entry("FAAS_BASIC_AUTH_PASSWORD_FILE", "LICENSE"),
                        entry("FAAS_LOGS", "true"),
                        entry("FAAS_USAGE", "true"),
                        entry("FAAS_SECRETS", "/secrets"),
                        entry("FAAS_INTERNAL_LISTEN", ":81"),
                        entry("FAAS_AUTH_DEFAULT", "key"),
                        entry("FAAS_FORWARD_AUTH", "http://auth:9091/verify?a=b"),
                        entry("FAAS_FORWARD_AUTH_FIELDS", "Remote-User, Remote-Groups"),
                        entry(
                                "FAAS_ISSUERS",
                                "main=https://id.example/a, ci=http://ci.example  http://ci.example/keys"),
                        entry("FAAS_TLS_CERT", "pom.xml"),
                        entry("FAAS_TLS_KEY", "Makefile"),
                        entry("FAAS_TLS_PROVIDER", "jdk"),
                        entry("FAAS_CLIENT_CA", "LICENSE"),
                        entry("FAAS_CLIENT_CERTIFICATES", "required"),
                        entry("FAAS_KEEP_ALIVE", "5m"),
                        entry("FAAS_HEAD_TIMEOUT", "1s"),
                        entry("FAAS_MAX_HEADER_SIZE", "16k"),
                        entry("FAAS_MAX_HEADERS", "50"),
                        entry("FAAS_MAX_BODY", "10M"),
                        entry("FAAS_MAX_CONNECTIONS", "100"),
                        entry("FAAS_MAX_STREAMS", "10"),
                        entry("FAAS_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8,192.0.2.1"),
                        entry("FAAS_IO_THREADS", "4"),
                        entry("FAAS_CONNECT_TIMEOUT", "250ms"),
                        entry("FAAS_TIMEOUT", "1m30s"),
                        entry("FAAS_HOLD", "3s"),
                        entry("FAAS_MAX_HELD", "7"),
                        entry("FAAS_START_TIMEOUT", "20s"),
                        entry("FAAS_DRAIN_DELAY", "0"),
                        entry("FAAS_GRACE_PERIOD", "1h"),
                        entry("FAAS_READ_INTERVAL", "2"),
                        entry("DOCKER_HOST", "tcp://10.0.0.1:2375"),
                        entry("DOCKER_API_VERSION", "1.44"),
                        entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                        entry("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20a+b"),
                        entry("OTEL_SERVICE_NAME", "edge"),
                        entry("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
                        entry("OTEL_TRACES_SAMPLER_ARG", "0.25"),
                        entry("FAAS_ACCESS_LOG", "OFF"),
                        entry("FAAS_LOG_FORMAT", "json")),
                1);

        assertEquals(
                new GatewayConfig(
                        List.of(
                                new ListenAddress("0.0.0.0", 8080),
                                new ListenAddress("127.0.0.1", 80),
                                new ListenAddress("[::1]", 0)),
                        new ListenAddress("localhost", 9000),
                        Optional.of(new ListenAddress("0.0.0.0", 9001)),
                        "gateway.1 on node-a",
                        List.of(new AddressBlock(InetAddress.ofLiteral("10.1.0.0"), 16)),
                        Optional.of(new LoginFiles(Path.of("README.md"), Path.of("LICENSE"))),
                        true,
                        true,
                        new AccessSettings(
                                Path.of("/secrets"),
                                List.of(new ListenAddress("0.0.0.0", 81)),
                                List.of(
                                        new TokenIssuer("main", "https://id.example/a", Optional.empty()),
                                        new TokenIssuer(
                                                "ci",
                                                "http://ci.example",
                                                Optional.of(URI.create("http://ci.example/keys")))),
                                Optional.of(new ForwardAuthSettings(
                                        URI.create("http://auth:9091/verify?a=b"),
                                        List.of("Remote-User", "Remote-Groups"))),
                                true,
                                new Authentication.Key("faas-keys", Optional.empty())),
                        Optional.of(new TlsFiles(
                                List.of(new ListenAddress("0.0.0.0", 443)),
                                Path.of("pom.xml"),
                                Path.of("Makefile"),
                                TlsFiles.Provider.JDK,
                                Optional.of(new TlsFiles.Clients(Path.of("LICENSE"), true)))),
                        new ClientLimits(Duration.ofMinutes(5), Duration.ofSeconds(1), 16_384, 50, 10L << 20, 100, 10),
                        List.of(
                                new AddressBlock(InetAddress.ofLiteral("10.0.0.0"), 8),
                                new AddressBlock(InetAddress.ofLiteral("fd00::"), 8),
                                new AddressBlock(InetAddress.ofLiteral("192.0.2.1"), 32)),
                        4,
                        Duration.ofMillis(250),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(3),
                        7,
                        Duration.ofSeconds(20),
                        Duration.ZERO,
                        Duration.ofHours(1),
                        Duration.ofSeconds(2),
                        URI.create("tcp://10.0.0.1:2375"),
                        Optional.empty(),
                        Optional.of("1.44"),
                        Optional.of(new TraceSettings(
                                URI.create("http://collector:4318"),
                                Map.of("Authorization", "Bearer a+b"),
                                "edge",
                                0.25)),
                        false,
                        true,
                        config.settings()),
                config);
    }

    @Test
    void invalid_limits_and_address_blocks_say_what_to_write() {
        ConfigException e = assertThrows(
                ConfigException.class,
                () -> GatewayConfig.from(
                        Map.of(
                                "FAAS_MAX_HEADER_SIZE", "2m",
                                "FAAS_MAX_BODY", "much",
                                "FAAS_TRUSTED_PROXIES", "10.0.0.0/33,10/8,proxy.example, ::1/129"),
                        1));

        assertEquals(
                List.of(
                        "FAAS_MAX_HEADER_SIZE=2m: write a number of bytes from 1024 to 1048576, such as 64k, 10m or 1g",
                        "FAAS_MAX_BODY=much: write a number of bytes from 0 to 1099511627776, such as 64k, 10m or 1g, or any",
                        "FAAS_TRUSTED_PROXIES=10.0.0.0/33: write blocks such as 10.0.0.0/8 or fd00::/8",
                        "FAAS_TRUSTED_PROXIES=10/8: write blocks such as 10.0.0.0/8 or fd00::/8",
                        "FAAS_TRUSTED_PROXIES=proxy.example: write blocks such as 10.0.0.0/8 or fd00::/8",
                        "FAAS_TRUSTED_PROXIES=::1/129: write blocks such as 10.0.0.0/8 or fd00::/8"),
                e.errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example",
                "main=id.example",
                "Main=https://id.example",
                "main=https://id.example,",
                "main=https://user:secret@id.example",
                "main=https://id.example#a",
                "main=file:///etc/keys",
                "main=https://id.example keys",
                "main=https://id.example https://id.example/keys more",
                "main=https://id.example,main=https://other.example",
            })
    void an_invalid_issuer_says_what_to_write(String issuers) {
        ConfigException e =
                assertThrows(ConfigException.class, () -> GatewayConfig.from(Map.of("FAAS_ISSUERS", issuers), 2));

        assertTrue(e.errors().getFirst().startsWith("FAAS_ISSUERS="), e.errors().toString());
        assertTrue(e.errors().getFirst().contains(": write "), e.errors().toString());
    }

    @Test
    void an_invalid_service_that_decides_says_what_to_write() {
        ConfigException e = assertThrows(
                ConfigException.class,
                () -> GatewayConfig.from(
                        Map.of("FAAS_FORWARD_AUTH", "auth:9091", "FAAS_FORWARD_AUTH_FIELDS", "Remote-User,remote-user"),
                        2));

        assertEquals(
                List.of(
                        "FAAS_FORWARD_AUTH_FIELDS=Remote-User,remote-user: write at most 20 names of fields, such as "
                                + "Remote-User,Remote-Groups",
                        "FAAS_FORWARD_AUTH=auth:9091: write an address such as http://auth:9091/verify"),
                e.errors());
    }

    @Test
    void invalid_trace_settings_say_what_to_write_and_repeat_no_secret() {
        ConfigException e = assertThrows(
                ConfigException.class,
                () -> GatewayConfig.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318",
                                "OTEL_EXPORTER_OTLP_HEADERS", "Bearer abc",
                                "OTEL_TRACES_SAMPLER", "always",
                                "OTEL_TRACES_SAMPLER_ARG", "2"),
                        1));

        assertEquals(
                List.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318: write an address such as http://collector:4318",
                        "OTEL_EXPORTER_OTLP_HEADERS=***: write fields such as Authorization=Bearer%20abc, separated by commas",
                        "OTEL_TRACES_SAMPLER=always: write one of parentbased_always_on, parentbased_traceidratio",
                        "OTEL_TRACES_SAMPLER_ARG=2: write a number from 0 to 1, such as 0.05"),
                e.errors());
    }

    @Test
    void an_incomplete_certificate_setting_says_what_is_missing() {
        assertEquals(
                List.of("FAAS_TLS_LISTEN needs a certificate: set FAAS_TLS_CERT and FAAS_TLS_KEY, or unset it"),
                errors(Map.of("FAAS_TLS_LISTEN", ":443")));
        assertEquals(
                List.of("FAAS_CLIENT_CA needs a certificate: set FAAS_TLS_CERT and FAAS_TLS_KEY, or unset it"),
                errors(Map.of("FAAS_CLIENT_CA", "pom.xml")));
        assertEquals(
                List.of(
                        "FAAS_CLIENT_CERTIFICATES=required needs those who issue them: set FAAS_CLIENT_CA, or unset it"),
                errors(Map.of("FAAS_CLIENT_CERTIFICATES", "required")));
        assertEquals(
                List.of(
                        "FAAS_CLIENT_CERTIFICATES=maybe: write one of optional, required",
                        "FAAS_CLIENT_CA=/none.pem: cannot read this file: check that it exists and that the gateway's user may read it"),
                errors(Map.of(
                        "FAAS_TLS_CERT", "pom.xml",
                        "FAAS_TLS_KEY", "pom.xml",
                        "FAAS_CLIENT_CA", "/none.pem",
                        "FAAS_CLIENT_CERTIFICATES", "maybe")));
        assertEquals(
                List.of(
                        "FAAS_TLS_CERT=/none.pem: cannot read this file: check that it exists and that the gateway's user may read it",
                        "FAAS_TLS_KEY is not set: set it to the PEM file that belongs to FAAS_TLS_CERT"),
                errors(Map.of("FAAS_TLS_CERT", "/none.pem")));
    }

    private static List<String> errors(Map<String, String> environment) {
        return assertThrows(ConfigException.class, () -> GatewayConfig.from(environment, 1))
                .errors();
    }

    @Test
    void all_invalid_settings_are_reported_together_and_each_says_what_to_write() {
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
                        "DOCKER_API_VERSION=v1.44: write a version such as 1.44, or unset it",
                        "FAAS_TIMOUT is not a setting of the gateway; did you mean FAAS_TIMEOUT?"),
                e.errors());
    }

    @Test
    void only_loopback_and_allowed_blocks_may_read_the_whole_admin_port() throws Exception {
        GatewayConfig open = GatewayConfig.from(Map.of("FAAS_ADMIN_ALLOW", "10.1.0.0/16, fd00::/8"), 1);
        GatewayConfig closed = GatewayConfig.from(Map.of(), 1);

        assertTrue(closed.allowsOperator(InetAddress.ofLiteral("127.0.0.2")));
        assertTrue(closed.allowsOperator(InetAddress.ofLiteral("::1")));
        assertTrue(closed.allowsOperator(mapped(127, 0, 0, 1)));
        assertFalse(closed.allowsOperator(InetAddress.ofLiteral("10.1.2.3")));
        assertTrue(open.allowsOperator(InetAddress.ofLiteral("10.1.2.3")));
        assertTrue(open.allowsOperator(mapped(10, 1, 2, 3)));
        assertTrue(open.allowsOperator(InetAddress.ofLiteral("fd00::7")));
        assertFalse(open.allowsOperator(mapped(10, 2, 0, 1)));
    }

    /** An IPv4-mapped address that Java has not turned into an IPv4 address. */
    private static InetAddress mapped(int... four) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        for (int i = 0; i < four.length; i++) {
            bytes[12 + i] = (byte) four[i];
        }
        return Inet6Address.getByAddress(null, bytes, 0);
    }
}
