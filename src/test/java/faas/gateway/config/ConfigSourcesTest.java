package faas.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {
    @TempDir
    Path folder = Path.of("unset");

    @Test
    void the_environment_wins_over_the_file_and_the_file_over_the_default() throws Exception {
        Path file = write("""
                # for both gateways
                FAAS_TIMEOUT = 5s
                FAAS_HOLD=7s

                FAAS_MAX_HELD=
                """);

        GatewayConfig config =
                GatewayConfig.from(Map.of("FAAS_CONFIG", file.toString(), "FAAS_TIMEOUT", "3s", "FAAS_HOLD", ""), 1);

        assertEquals(Duration.ofSeconds(3), config.timeout());
        assertEquals(Duration.ofSeconds(7), config.hold());
        assertEquals(1000, config.maxHeld());
        assertEquals(
                List.of(
                        new Setting("FAAS_CONFIG", file.toString(), Setting.Source.ENVIRONMENT, false),
                        new Setting("FAAS_HOLD", "7s", Setting.Source.CONFIG_FILE, false),
                        new Setting("FAAS_MAX_HELD", "1000", Setting.Source.DEFAULT, false),
                        new Setting("FAAS_TIMEOUT", "3s", Setting.Source.ENVIRONMENT, false)),
                config.settings().stream()
                        .filter(setting -> setting.name().matches("FAAS_(CONFIG|HOLD|MAX_HELD|TIMEOUT)"))
                        .sorted(java.util.Comparator.comparing(Setting::name))
                        .toList());
    }

    @Test
    void mistakes_of_both_sources_are_reported_together_and_say_where_they_are() throws IOException {
        Path file = write("""
                FAAS_TIMEOUT=soon
                FAAS_TIMOUT=1s
                just text with a password
                FAAS_HOLD=1s
                FAAS_HOLD=2s
                FAAS_CONFIG=/other
                PATH=/bin
                """);

        ConfigException e = assertThrows(
                ConfigException.class,
                () -> GatewayConfig.from(
                        Map.of("FAAS_CONFIG", file.toString(), "FAAS_MAX_HELD", "many", "FAAS_X", "1", "PATH", "/bin"),
                        1));

        assertEquals(
                List.of(
                        "FAAS_CONFIG=" + file + ", line 3: write NAME=value, or # before a comment",
                        "FAAS_CONFIG=" + file + ", line 5: FAAS_HOLD is set a second time: remove one of the lines",
                        "FAAS_CONFIG=" + file + ", line 6: FAAS_CONFIG can be set in the environment only",
                        "FAAS_TIMEOUT=soon in " + file
                                + ": write a duration from 1ms to 24h, such as 500ms, 10s, 1m30s or plain seconds",
                        "FAAS_MAX_HELD=many: write a whole number from 0 to 1000000",
                        "FAAS_X is not a setting of the gateway; remove it",
                        "\"FAAS_TIMOUT\" in " + file + " is not a setting of the gateway; did you mean FAAS_TIMEOUT?",
                        "\"PATH\" is not a setting of the gateway; remove it"),
                e.errors());
    }

    @Test
    void a_file_that_is_missing_not_text_or_too_large_is_a_mistake() throws IOException {
        Path missing = folder.resolve("missing");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
        Path large = Files.write(folder.resolve("large"), new byte[1_000_001]);

        assertEquals(
                List.of("FAAS_CONFIG=" + missing
                        + ": cannot read this file: check that it exists and that the gateway's user may read it"),
                errors(missing));
        assertEquals(
                List.of("FAAS_CONFIG=" + binary + ": this file is not UTF-8 text; name another one"), errors(binary));
        assertEquals(
                List.of("FAAS_CONFIG=" + large + ": this file has more than 1000000 bytes; name another one"),
                errors(large));
    }

    @Test
    void a_secret_comes_from_the_environment_or_from_the_file_of_its_twin_and_is_never_shown() throws Exception {
        Path file = write("from the file\n");
        ConfigReader direct = new ConfigReader(Map.of("TOKEN", "from the environment"));
        ConfigReader twin = new ConfigReader(Map.of("TOKEN_FILE", file.toString()));

        assertEquals("from the environment", direct.secret("TOKEN", "TOKEN_FILE"));
        assertEquals("from the file", twin.secret("TOKEN", "TOKEN_FILE"));
        assertEquals("", new ConfigReader(Map.of()).secret("TOKEN", "TOKEN_FILE"));
        assertTrue(twin.settings().contains(new Setting("TOKEN", "from the file", Setting.Source.SECRET_FILE, true)));
        assertFalse(
                twin.settings().toString().contains("from the file"),
                twin.settings().toString());
        assertTrue(
                twin.settings().toString().contains("TOKEN=***"),
                twin.settings().toString());
    }

    @Test
    void a_secret_that_is_set_twice_or_has_an_empty_file_is_a_mistake() throws IOException {
        Path empty = write("\n");
        ConfigReader reader = new ConfigReader(Map.of("TOKEN", "x", "TOKEN_FILE", empty.toString()));

        reader.secret("TOKEN", "TOKEN_FILE");

        assertEquals(
                List.of(
                        "TOKEN and TOKEN_FILE are both set: remove one of them",
                        "TOKEN_FILE=" + empty + ": this file is empty; write the value into it"),
                assertThrows(ConfigException.class, () -> reader.finish("FAAS_"))
                        .errors());
    }

    private List<String> errors(Path file) {
        return assertThrows(ConfigException.class, () -> GatewayConfig.from(Map.of("FAAS_CONFIG", file.toString()), 1))
                .errors();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text, StandardCharsets.UTF_8);
    }
}
