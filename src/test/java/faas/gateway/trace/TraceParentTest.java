package faas.gateway.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void the_parts_of_a_valid_value_are_read() {
        TraceParent parent =
                TraceParent.parse("00-" + TRACE + "-" + SPAN + "-01").orElseThrow();

        assertEquals(TRACE, parent.traceId());
        assertEquals(SPAN, parent.spanId());
        assertTrue(parent.sampled());
        assertFalse(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-02")
                .orElseThrow()
                .sampled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-" + TRACE + "-" + SPAN + "-01", "cc-" + TRACE + "-" + SPAN + "-01-more"})
    void a_later_version_is_read_as_far_as_it_is_known(String text) {
        assertEquals(TRACE, TraceParent.parse(text).orElseThrow().traceId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "cc-" + TRACE + "-" + SPAN + "-01.more",
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-" + TRACE + "-" + SPAN + "-0g",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + "0-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01,00-" + TRACE + "-" + SPAN + "-01"
            })
    void an_invalid_value_is_none(String text) {
        assertTrue(TraceParent.parse(text).isEmpty());
    }
}
