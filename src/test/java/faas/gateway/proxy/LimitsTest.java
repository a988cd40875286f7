package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits on what a client may use, and how the gateway enforces them. */
class LimitsTest {
    @RegisterExtension
    final WiredGateway wire = new WiredGateway(
            "FAAS_KEEP_ALIVE", "300ms",
            "FAAS_HEAD_TIMEOUT", "300ms",
            "FAAS_MAX_HEADER_SIZE", "1k",
            "FAAS_MAX_HEADERS", "10",
            "FAAS_MAX_BODY", "10",
            "FAAS_MAX_CONNECTIONS", "2");

    @Test
    void a_connection_that_is_idle_after_a_call_is_closed() throws Exception {
        try (Socket client = wire.call("GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n")) {
            String answers = readToEnd(client);

            assertTrue(answers.startsWith("HTTP/1.1 404 ") && !answers.contains("Connection: close"), answers);
        }
    }

    @Test
    void a_connection_on_which_no_call_comes_is_closed() throws Exception {
        try (Socket client = wire.call("")) {
            assertEquals("", readToEnd(client));
        }
    }

    @Test
    void a_head_that_trickles_in_is_cut_off_however_steadily() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\nX: ")) {
            client.setSoTimeout(20);

            int sent = trickle(client);

            assertTrue(sent < 500, "the head was never cut off");
        }
    }

    /** Bytes written, one for each time nothing comes, until the connection ends; 500 if it does not. */
    private static int trickle(Socket client) throws IOException {
        for (int sent = 0; sent < 500; sent++) {
            try {
                if (client.getInputStream().read() < 0) {
                    return sent;
                }
            } catch (SocketTimeoutException stillOpen) {
                write(client, "x");
            } catch (java.net.SocketException reset) {
                return sent;
            }
        }
        return 500;
    }

    @Test
    void a_head_that_is_too_long_is_a_400() throws Exception {
        String request = "GET /f HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(1024) + "\r\n\r\n";

        try (Socket client = wire.call(request)) {
            assertTrue(readToEnd(client).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void a_head_of_too_many_fields_is_a_400() throws Exception {
        String request = "GET /nobody HTTP/1.1\r\nHost: h\r\n" + "X: 1\r\n".repeat(9);

        try (Socket client = wire.call(request + "\r\n");
                Socket greedy = wire.call(request + "X: 1\r\n\r\n")) {
            assertTrue(readToEnd(client).startsWith("HTTP/1.1 404 "));
            assertTrue(readToEnd(greedy).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void a_body_declared_too_long_is_a_413_and_its_function_does_not_hear_of_it() throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n01234567890")) {
            assertTrue(readUntil(client, "body_too_large").startsWith("HTTP/1.1 413 "));
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("attempts=0 held=0 fault=body_too_large"));
    }

    @Test
    void a_client_that_asks_first_is_told_before_it_sends_what_is_too_long() throws Exception {
        try (Socket client =
                wire.call("POST /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")) {
            assertTrue(readUntil(client, "body_too_large").startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void a_body_that_turns_out_too_long_is_a_413_and_no_whole_request_at_the_function() throws Exception {
        try (Socket client =
                        wire.call("POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "012345");
            write(client, "5\r\n67890\r\n0\r\n\r\n");

            assertTrue(readUntil(client, "body_too_large").startsWith("HTTP/1.1 413 "));
            String rest = readToEnd(function);
            assertFalse(rest.contains("0\r\n\r\n") || rest.contains("67890"), rest);
        }
    }

    @Test
    void a_body_just_short_enough_goes_through() throws Exception {
        try (Socket client = wire.call(
                        "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "0\r\n\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 204 "));
        }
    }

    @Test
    void a_connection_too_many_waits_until_another_is_closed() throws Exception {
        try (Socket first = wire.call("GET /f/1 HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket atFirst = wire.accept();
                Socket second = wire.call("GET /f/2 HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket atSecond = wire.accept();
                Socket third = wire.call("GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n")) {
            readUntil(atFirst, "\r\n\r\n");
            readUntil(atSecond, "\r\n\r\n");
            third.setSoTimeout(200);
            assertThrows(
                    SocketTimeoutException.class, () -> third.getInputStream().read());
            third.setSoTimeout(Wire.PATIENCE_MILLIS);

            write(atFirst, "HTTP/1.1 204 No Content\r\n\r\n");
            readUntil(first, "\r\n\r\n");
            first.shutdownOutput();

            assertTrue(readUntil(third, "\r\n\r\n").startsWith("HTTP/1.1 404 "));
            write(atSecond, "HTTP/1.1 204 No Content\r\n\r\n");
            assertTrue(readUntil(second, "\r\n\r\n").startsWith("HTTP/1.1 204 "));
        }
    }
}
