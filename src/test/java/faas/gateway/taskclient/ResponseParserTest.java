package faas.gateway.taskclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import faas.gateway.http1.MalformedMessage;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {
    private final ResponseParser parser = new ResponseParser();

    @Test
    void a_head_is_parsed_and_the_bytes_after_it_are_left() throws MalformedMessage {
        ByteBuffer bytes = bytes("HTTP/1.1 200 OK\r\nX-Sum:  a b \r\nx-sum: c\r\nContent-Length: 2\r\n\r\nok");

        ResponseHead head = assertNotNull(parser.parse(bytes));

        assertEquals(200, head.status());
        assertEquals(java.util.List.of("a b", "c"), head.fields().all(new HttpString("X-SUM")));
        assertEquals("x-sum", head.fields().name(1).toString());
        assertEquals(2, head.length());
        assertEquals(2, bytes.remaining());
    }

    private static <T> T assertNotNull(@org.jspecify.annotations.Nullable T value) {
        org.junit.jupiter.api.Assertions.assertNotNull(value);
        return java.util.Objects.requireNonNull(value);
    }

    @Test
    void an_incomplete_head_is_left_in_the_buffer() throws MalformedMessage {
        String head = "HTTP/1.0 404 Not Found\r\nServer: s\r\n\r\n";
        for (int length = 0; length < head.length(); length++) {
            ByteBuffer part = bytes(head.substring(0, length));

            assertNull(parser.parse(part));

            assertEquals(length, part.remaining());
        }
        assertEquals(404, assertNotNull(parser.parse(bytes(head))).status());
    }

    @Test
    void repeated_names_and_values_are_the_same_objects() throws MalformedMessage {
        ResponseHead first = assertNotNull(parser.parse(bytes("HTTP/1.1 200 OK\r\nServer: s\r\n\r\n")));
        ResponseHead again = assertNotNull(parser.parse(bytes("HTTP/1.1 200 OK\r\nServer: s\r\n\r\n")));
        ResponseHead other = assertNotNull(parser.parse(bytes("HTTP/1.1 200 OK\r\nServer: t\r\n\r\n")));

        assertSame(first.fields().name(0), again.fields().name(0));
        assertSame(first.fields().value(0), again.fields().value(0));
        assertEquals("t", other.fields().value(0));
    }

    @Test
    void lines_may_end_in_a_bare_line_feed() throws MalformedMessage {
        ResponseHead head = assertNotNull(parser.parse(bytes("HTTP/1.1 200\nServer: s\n\n")));

        assertEquals("s", head.fields().first(new HttpString("Server")));
    }

    @Test
    void a_connection_is_persistent_if_the_version_and_the_head_say_so() throws MalformedMessage {
        assertEquals(true, isPersistent("HTTP/1.1 200 OK\r\n\r\n"));
        assertEquals(false, isPersistent("HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n"));
        assertEquals(false, isPersistent("HTTP/1.0 200 OK\r\n\r\n"));
        assertEquals(true, isPersistent("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n"));
        assertEquals(false, isPersistent("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"));
    }

    private boolean isPersistent(String head) throws MalformedMessage {
        return assertNotNull(parser.parse(bytes(head))).isPersistent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 099 No\r\n\r\n",
                "HTTP/1.1 200OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : blank\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\rContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1234567890123456789\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void malformed_and_ambiguous_responses_are_refused(String head) {
        assertThrows(MalformedMessage.class, () -> parser.parse(bytes(head)));
    }

    @Test
    void too_many_fields_are_refused() {
        String head = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1_001) + "\r\n";

        assertThrows(MalformedMessage.class, () -> parser.parse(bytes(head)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
