package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLimitsTest {
    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(longs = {32, 64, 128, 512, 4096})
    void all_buffers_with_their_reserve_and_all_calls_fit_into_the_jvm(long mib) {
        MemoryLimits limits = MemoryLimits.of(mib * MIB, mib * MIB);

        long mostDirectBytes = limits.buffers() * 11L / 10 * limits.bufferBytes();
        assertTrue(mostDirectBytes <= mib * MIB * 9 / 10, () -> mostDirectBytes + " of " + mib + " MiB");
        assertTrue(limits.heapBytes() <= mib * MIB * 3 / 5, () -> limits.heapBytes() + " of " + mib + " MiB");
    }

    @Test
    void even_a_tiny_jvm_can_serve_a_handful_of_clients() {
        assertEquals(new MemoryLimits(17 * 1024, 64, 4 * MIB), MemoryLimits.of(8 * MIB, 1));
    }
}
