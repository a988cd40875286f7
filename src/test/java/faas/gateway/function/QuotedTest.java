package faas.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void control_characters_are_escaped() {
        assertEquals("\"a\\u000ab\\u202e\"", new Quoted("a\nb\u202e").toString());
    }

    @Test
    void a_long_text_is_truncated() {
        assertEquals("\"" + "x".repeat(200) + "…\"", new Quoted("x".repeat(201)).toString());
    }

    @Test
    void only_an_unusual_name_is_quoted() {
        assertEquals("faas_addition", Quoted.name("faas_addition"));
        assertEquals("\"a b\"", Quoted.name("a b"));
    }

    @Test
    void names_are_listed_as_in_a_sentence() {
        assertEquals("a, b and c", Quoted.all(List.of("a", "b", "c")));
        assertEquals("a or b", Quoted.oneOf(List.of("a", "b")));
        assertEquals("a", Quoted.oneOf(List.of("a")));
    }
}
