package faas.gateway.discovery.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LimitedInputStreamTest {
    @Test
    void bytes_up_to_the_limit_are_read() throws IOException {
        assertEquals(5, limited(5).readAllBytes().length);
    }

    @Test
    void one_byte_more_fails() {
        IOException refusal = assertThrows(IOException.class, () -> limited(4).readAllBytes());

        assertEquals("more than 4 bytes", refusal.getMessage());
    }

    @Test
    void skipped_bytes_count() throws IOException {
        LimitedInputStream in = limited(4);
        assertEquals(4, in.skip(4));

        assertThrows(IOException.class, in::read);
    }

    @Test
    void the_count_can_be_reset() throws IOException {
        LimitedInputStream in = limited(4);
        assertEquals(4, in.readNBytes(4).length);
        in.resetCount();

        assertEquals('e', in.read());
        assertEquals(-1, in.read());
    }

    private static LimitedInputStream limited(long bytes) {
        return new LimitedInputStream(new ByteArrayInputStream(new byte[] {'a', 'b', 'c', 'd', 'e'}), bytes);
    }
}
