package faas.gateway.discovery.eligibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "/api, /api",
        "/api/v1/, /api/v1",
        "/, ''",
        "/a%20b, /a%20b",
        "/.well-known/x, /.well-known/x",
        "/a..b, /a..b"
    })
    void a_prefix_is_whole_segments_without_a_slash_at_the_end(String text, String prefix) {
        assertEquals(Optional.of(prefix), PathPrefix.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api",
                "//evil",
                "/a//b",
                "/a?b",
                "/a#b",
                "/a b",
                "/a\nb",
                "/..",
                "/a/../b",
                "/a/.",
                "/%2e%2E/b",
                "/.%2e",
                "/ü",
                "/a%2",
                "/a\\b",
                "/a\u0000"
            })
    void an_ambiguous_path_is_rejected(String text) {
        assertEquals(Optional.empty(), PathPrefix.parse(text));
    }

    @Test
    void a_prefix_is_not_longer_than_512_characters() {
        assertEquals(Optional.empty(), PathPrefix.parse("/" + "a".repeat(512)));
    }
}
