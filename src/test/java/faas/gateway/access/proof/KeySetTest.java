package faas.gateway.access.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import faas.gateway.access.secret.UnusableSecretException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
    /** The SHA-256 of {@code secret}. */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    /** The SHA-256 of {@code other}. */
    private static final String OTHER = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";

    @Test
    void each_line_is_a_key_and_a_caller_may_have_several() throws Exception {
        KeySet keys = KeySet.parse(
                "# rotated in May\r\nbob:" + HASH + "\r\n\r\n  bob:" + OTHER.toUpperCase(Locale.ROOT) + "  \r\n");

        assertEquals("bob", Objects.requireNonNull(keys.find("secret")).caller());
        assertNotNull(keys.find("other"));
        assertEquals(List.of("bob"), keys.callers());
    }

    @Test
    void no_other_text_is_a_key() throws Exception {
        KeySet keys = KeySet.parse("bob:" + HASH);

        for (String wrong :
                List.of("", "secre", "secrets", "Secret", "secret ", HASH, "secret\u0000", "x".repeat(65_536))) {
            assertNull(keys.find(wrong), wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "bob",
                "bob:",
                "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a2",
                "bob:" + HASH + "0",
                "bob:" + HASH + "\nalice:2bb80d53",
                "bob:" + HASH + "\nalice:" + HASH,
                ":" + HASH,
                "two words:" + HASH,
                "b\u00fcb:" + HASH,
                HASH,
                "bob:secret",
                "bob:$2y$10$abcdefghijklmnopqrstuv"
            })
    void a_text_with_a_line_that_is_no_key_is_refused_as_a_whole_and_not_repeated(String text) {
        UnusableSecretException e = assertThrows(UnusableSecretException.class, () -> KeySet.parse(text));

        String message = String.valueOf(e.getMessage());
        assertFalse(message.contains("secret") || message.contains("2bb80d53"), message);
    }

    @Test
    void the_number_of_keys_is_limited() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < KeySet.MAX_KEYS; i++) {
            text.append(String.format(Locale.ROOT, "c%d:%064x%n", i, i));
        }

        assertEquals(KeySet.MAX_KEYS, KeySet.parse(text.toString()).callers().size());
        text.append("bob:").append(HASH);
        UnusableSecretException e = assertThrows(UnusableSecretException.class, () -> KeySet.parse(text.toString()));
        assertEquals("it has more than 1000 keys", e.getMessage());
    }
}
