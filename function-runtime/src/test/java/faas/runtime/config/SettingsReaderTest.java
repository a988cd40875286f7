package faas.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private final List<String> errors = new ArrayList<>();

    @Test
    void without_an_environment_the_address_in_the_code_and_the_defaults_apply() {
        Settings settings = read(":8080", Map.of());

        assertEquals(8080, settings.address().getPort());
        assertTrue(settings.address().getAddress().isAnyLocalAddress());
        assertEquals(64, settings.limits().maxInFlight());
        assertEquals(Duration.ofSeconds(1), settings.stopping().drainDelay());
        assertEquals(Duration.ofSeconds(8), settings.stopping().stopTimeout());
    }

    @Test
    void the_environment_takes_precedence() {
        Settings settings = read(
                ":8080",
                Map.of(
                        "FAAS_ADDRESS", "127.0.0.1:9000",
                        "FAAS_MAX_INFLIGHT", "2",
                        "FAAS_DRAIN_DELAY", "1500ms",
                        "FAAS_STOP_TIMEOUT", "1m30s"));

        assertEquals("/127.0.0.1:9000", settings.address().toString());
        assertEquals(2, settings.limits().maxInFlight());
        assertEquals(Duration.ofMillis(1500), settings.stopping().drainDelay());
        assertEquals(Duration.ofSeconds(90), settings.stopping().stopTimeout());
    }

    @Test
    void a_blank_setting_is_not_set() {
        assertEquals(
                64,
                read(":0", Map.of("FAAS_MAX_INFLIGHT", " ", "FAAS_ADDRESS", ""))
                        .limits()
                        .maxInFlight());
    }

    @Test
    void limits_and_behaviour_can_be_set() {
        Settings settings = read(
                ":8080",
                Map.of(
                        "FAAS_EXEC_TIMEOUT", "2s",
                        "FAAS_MAX_BODY", "64k",
                        "FAAS_THREADS", "virtual",
                        "FAAS_LOG", "json",
                        "FAAS_STRICT_PARAMS", "true",
                        "FAAS_FINITE_ONLY", "true",
                        "FAAS_REFUSALS", "false",
                        "FAAS_SHOW_FAILURES", "true",
                        "FAAS_SUB_PATHS", "true",
                        "FAAS_CORS_ORIGIN", "https://example.com"));

        assertEquals(new Limits(64, Duration.ofSeconds(2), 65_536), settings.limits());
        assertEquals(
                new Settings.Behaviour(true, true, true, true, false, true, true, Optional.of("https://example.com")),
                settings.behaviour());
    }

    @Test
    void without_an_environment_every_limit_has_its_default() {
        Settings settings = read(":8080", Map.of());

        assertEquals(new Limits(64, Duration.ofSeconds(30), 1_048_576), settings.limits());
        assertEquals(Settings.Behaviour.DEFAULT, settings.behaviour());
    }

    @ParameterizedTest
    @CsvSource({
        "FAAS_THREADS, green, write platform or virtual",
        "FAAS_LOG, xml, write text or json",
        "FAAS_REFUSALS, yes, write false or true",
        "FAAS_MAX_BODY, 2g, write a whole number from 0 to 1073741824",
        "FAAS_MAX_BODY, 1025m, write a whole number from 0 to 1073741824",
        "FAAS_PORT, abc, write a whole number from 0 to 65535",
        "FAAS_PORT, 65536, write a whole number from 0 to 65535",
        "FAAS_CORS_ORIGIN, example.com, 'write an origin such as https://example.com, or *'",
    })
    void an_invalid_setting_is_an_error_that_says_what_to_write(String name, String text, String advice) {
        var _ = new SettingsReader(Map.of(name, text), errors::add).read(":0");

        assertEquals(List.of("%s is \"%s\": %s".formatted(name, text, advice)), errors);
    }

    @Test
    void an_exec_timeout_of_zero_is_an_error() {
        var _ = new SettingsReader(Map.of("FAAS_EXEC_TIMEOUT", "0"), errors::add).read(":0");

        assertEquals(List.of("FAAS_EXEC_TIMEOUT is 0: write a duration above 0, an hour at most"), errors);
    }

    @Test
    void a_port_overrides_the_port_in_the_code_and_an_address_overrides_both() {
        assertEquals(
                "/127.0.0.1:9000",
                read("127.0.0.1:8080", Map.of("FAAS_PORT", "9000")).address().toString());
        assertEquals(9000, read("", Map.of("FAAS_PORT", "9000")).address().getPort());
        assertEquals(8080, read("", Map.of()).address().getPort());
        assertEquals(
                7000,
                read(":8080", Map.of("FAAS_PORT", "9000", "FAAS_ADDRESS", ":7000"))
                        .address()
                        .getPort());
    }

    @ParameterizedTest
    @CsvSource({":0, 0", "localhost:80, 80", "[::1]:65535, 65535", "0.0.0.0:8080, 8080"})
    void an_address_is_an_optional_host_and_a_port(String text, int port) {
        assertEquals(port, read(text, Map.of()).address().getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8080",
                ":",
                ":65536",
                ":-1",
                "http://localhost:80",
                "::1:80",
                "a b:80",
                "no-such-host.invalid:80"
            })
    void an_address_that_cannot_be_listened_on_is_an_error(String text) {
        var _ = new SettingsReader(Map.of(), errors::add).read(text);

        assertEquals(
                List.of("the address is \"%s\": write :8080, or 127.0.0.1:8080 to be reached from this machine only"
                        .formatted(text)),
                errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "1h", "3601", "soon", "1s1m", "s", "1.5s", "10 s"})
    void an_invalid_duration_is_an_error(String text) {
        var _ = new SettingsReader(Map.of("FAAS_STOP_TIMEOUT", text), errors::add).read(":0");

        assertEquals(
                List.of("FAAS_STOP_TIMEOUT is \"%s\": write 10s, 1m30s, 500ms or plain seconds, an hour at most"
                        .formatted(text)),
                errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "1e3", "many", "99999999999"})
    void an_invalid_number_of_calls_is_an_error(String text) {
        var _ = new SettingsReader(Map.of("FAAS_MAX_INFLIGHT", text), errors::add).read(":0");

        assertEquals(
                List.of("FAAS_MAX_INFLIGHT is \"%s\": write a whole number from 1 to 10000".formatted(text)), errors);
    }

    @Test
    void an_unknown_setting_is_reported_but_is_no_error() {
        var reader = new SettingsReader(Map.of("FAAS_TYPO", "1", "FAAS_PORT", "80", "PATH", "/bin"), errors::add);

        assertEquals(List.of("FAAS_TYPO"), reader.unknown());
        assertEquals(List.of(), errors);
    }

    private Settings read(String address, Map<String, String> environment) {
        Settings settings = new SettingsReader(environment, errors::add).read(address);
        assertEquals(List.of(), errors);
        return settings;
    }
}
