package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows the last chunk of a body. */
class TrailersTest {
    private static final String CHUNKED_ANSWER =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n";

    @RegisterExtension
    final WiredGateway wire = new WiredGateway("FAAS_TIMEOUT", "1s");

    @Test
    void trailers_of_an_answer_reach_the_client() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, CHUNKED_ANSWER + "2\r\nok\r\n0\r\nX-Sum: 42\r\nX-Other: a\r\n\r\n");

            String head = readUntil(client, "\r\n\r\n");
            String body = readUntil(client, "\r\n\r\n");

            assertTrue(request.contains("TE: trailers\r\n"), request);
            assertTrue(head.contains("Trailer: X-Sum\r\n"), head);
            assertTrue(body.contains("ok\r\n0\r\n"), body);
            assertTrue(body.contains("X-Sum: 42\r\n") && body.contains("X-Other: a\r\n"), body);
        }
    }

    @Test
    void trailers_of_a_request_reach_the_function() throws Exception {
        String fields = "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n";
        String request = "POST /f HTTP/1.1\r\nHost: h\r\n" + fields + "3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n";
        try (Socket client = wire.call(request);
                Socket function = wire.accept()) {
            String head = readUntil(function, "\r\n\r\n");
            String body = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(head.contains("Trailer: X-Sum\r\n"), head);
            assertTrue(body.endsWith("abc\r\n0\r\nX-Sum: 7\r\n\r\n"), body);
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 204 "));
        }
    }

    @Test
    void trailers_that_would_change_what_a_message_is_stay_out() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(
                    function,
                    CHUNKED_ANSWER + "2\r\nok\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nSet-Cookie: a=b\r\n"
                            + "X-Sum: 1\r\n\r\n");
            readUntil(client, "\r\n\r\n");

            assertEquals("ok\r\n0\r\nX-Sum: 1\r\n\r\n", afterFirstLine(readUntil(client, "\r\n\r\n")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", "X Y: 1", "X-Nul: a\0b", "X-Long: 8193"})
    void trailers_that_cannot_be_read_are_a_broken_answer(String trailer) throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(
                    function,
                    CHUNKED_ANSWER + "2\r\nok\r\n0\r\n" + trailer.replace("8193", "a".repeat(8193)) + "\r\n\r\n");

            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 502 "));
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("fault=broken_answer"));
    }

    @Test
    void a_client_of_a_single_call_can_tell_a_whole_answer_from_one_that_is_cut_short() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, CHUNKED_ANSWER + "2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n");

            String answer = readToEnd(client);

            assertTrue(answer.contains("Transfer-Encoding: chunked\r\n"), answer);
            assertTrue(answer.endsWith("ok\r\n0\r\nX-Sum: 1\r\n\r\n"), answer);
        }
    }

    /** Without the size of the first chunk, which may be written in several ways. */
    private static String afterFirstLine(String body) {
        return body.substring(body.indexOf('\n') + 1);
    }
}
