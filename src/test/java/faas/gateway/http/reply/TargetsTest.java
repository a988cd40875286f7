package faas.gateway.http.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "shop.example",
                "shop.example:8080",
                "192.0.2.1:0",
                "h:65535",
                "[::1]",
                "[::1]:80",
                "[::ffff:192.0.2.1]:8080",
                "A-z0._~!$&'()*+,;=%41",
            })
    void names_addresses_and_ports_are_hosts(String host) {
        assertTrue(Targets.isHost(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "h:",
                "h:65536",
                "h:123456",
                "h:8o",
                "h:80:80",
                "h:-1",
                "h/",
                "h h",
                "h@i",
                "h\u00e4",
                "\u0660",
                "h:\u0661",
                "[]",
                "[:]",
                "[::1",
                "::1",
                "[::1]80",
                "[::g]",
                "[::1]:",
                "[::1]]",
            })
    void nothing_else_is(String host) {
        assertFalse(Targets.isHost(host));
    }

    @Test
    void a_host_has_a_limited_length() {
        assertTrue(Targets.isHost("h".repeat(255)));
        assertFalse(Targets.isHost("h".repeat(256)));
        assertTrue(Targets.isHost("[" + ":".repeat(45) + "]"));
        assertFalse(Targets.isHost("[" + ":".repeat(46) + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"http://h:1/a, h:1", "HTTPS://h?b, h", "http://, ''", "/a, -", "*, -", "ftp://h/, -"})
    void an_absolute_target_has_an_authority(String target, String authority) {
        assertEquals(authority, Targets.authority(target));
    }
}
