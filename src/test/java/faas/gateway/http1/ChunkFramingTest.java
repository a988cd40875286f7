package faas.gateway.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChunkFramingTest {
    private final ChunkFraming framing = new ChunkFraming();

    @Test
    void a_size_is_parsed_up_to_its_data() {
        ByteBuffer bytes = bytes("1f;a=b\r\ndata");

        assertNull(framing.read(bytes));

        assertEquals(31, framing.dataBytes());
        assertEquals(4, bytes.remaining());
    }

    @Test
    void trailers_are_kept_and_the_bytes_after_the_body_are_left() {
        ByteBuffer bytes = bytes("0\r\nX-Sum:  1 2 \r\nX-Sum: 3\r\n\r\nGET /");

        assertNull(framing.read(bytes));

        assertTrue(framing.isEnded());
        assertEquals("[1 2, 3]", framing.trailers().all(new HttpString("X-Sum")).toString());
        assertEquals(5, bytes.remaining());
    }

    @Test
    void a_size_with_too_many_digits_is_refused() {
        assertNotNull(framing.read(bytes("0000000000000001")));
    }

    @Test
    void endless_extensions_are_refused() {
        assertNotNull(framing.read(bytes("1;" + "x".repeat(10_000))));
    }

    @Test
    void endless_trailers_are_refused() {
        assertNotNull(framing.read(bytes("0\r\n" + "X: y\r\n".repeat(10_000))));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
