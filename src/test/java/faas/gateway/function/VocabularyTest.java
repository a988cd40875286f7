package faas.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    private static final Vocabulary LABELS = new Vocabulary(Set.of("faas.name", "faas.port", "faas.timeout"));

    @ParameterizedTest
    @CsvSource({"faas.prot, faas.port", "faas.nmae, faas.name", "faas.time-out, faas.timeout", "faas.ports, faas.port"})
    void a_misspelt_word_is_recognized(String misspelt, String meant) {
        assertEquals(Optional.of(meant), LABELS.closestTo(misspelt));
    }

    @ParameterizedTest
    @CsvSource({"faas.description", "x", "''"})
    void a_word_unlike_all_others_is_not_recognized(String word) {
        assertEquals(Optional.empty(), LABELS.closestTo(word));
    }

    @Test
    void a_vocabulary_has_words() {
        assertThrows(IllegalArgumentException.class, () -> new Vocabulary(Set.of()));
    }
}
