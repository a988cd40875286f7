package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private final BodyMemory memory = new BodyMemory(100);

    @Test
    void a_reservation_that_does_not_fit_is_refused_and_reserves_nothing() {
        assertTrue(memory.reserve(0, 60));

        assertFalse(memory.reserve(0, 41));

        assertEquals(60, memory.reserved());
        assertTrue(memory.reserve(0, 40));
    }

    @Test
    void released_memory_can_be_reserved_again() {
        assertTrue(memory.reserve(0, 100));
        memory.release(100);

        assertTrue(memory.reserve(0, 100));
    }

    @Test
    void a_body_over_the_whole_budget_fits_only_alone() {
        assertTrue(memory.reserve(0, 50));
        assertTrue(memory.reserve(50, 500));

        assertFalse(memory.reserve(0, 1));

        memory.release(550);
        assertEquals(0, memory.reserved());
    }

    @Test
    void a_holder_can_always_release_a_part() {
        assertTrue(memory.reserve(0, 100));

        assertTrue(memory.reserve(100, -70));

        assertEquals(30, memory.reserved());
    }
}
