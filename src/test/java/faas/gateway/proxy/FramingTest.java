package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a message begins and ends, when it is awkward, cut short, or says two things. */
class FramingTest {
    private static final String HEAD_OF_TASK = "HTTP/1.1 200 OK\r\nX-Of-The-Task: 1\r\nContent-Length: 5\r\n\r\n";

    @RegisterExtension
    final WiredGateway wire = new WiredGateway("FAAS_TIMEOUT", "1s");

    @Test
    void a_chunked_upload_cut_short_by_the_client_is_cut_short_at_the_function() throws Exception {
        Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        try (Socket function = wire.accept()) {
            readUntil(function, "abc");
            client.close();

            String rest = readToEnd(function);

            assertFalse(rest.contains("0\r\n\r\n"), "the function was told that the body is whole: " + rest);
        }
        String line = wire.gateway().accessLog(1).getFirst();
        assertTrue(line.contains("status=499") && line.endsWith("fault=caller_gone"), line);
    }

    @Test
    void an_answer_without_a_body_that_names_a_length_ends_with_its_head() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 304 Not Modified\r\nETag: x\r\nContent-Length: 10\r\n\r\n");

            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 304"));

            write(client, "GET /f/again HTTP/1.1\r\nHost: h\r\n\r\n");
            assertTrue(readUntil(function, "\r\n\r\n").startsWith("GET /again "));
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200"));
        }
        assertTrue(wire.gateway().accessLog(2).stream().allMatch(line -> line.endsWith("fault=-")));
    }

    @Test
    void calls_sent_without_waiting_are_answered_in_their_order() throws Exception {
        try (Socket client = wire.call("POST /f/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\none"
                        + "POST /f/2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
                        + "GET /nobody HTTP/1.1\r\nHost: h\r\n\r\n"
                        + "GET /f/4 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                        + "GET /f/5 HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            assertTrue(readUntil(function, "one").startsWith("POST /1 "));
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nuno");
            assertTrue(readUntil(function, "two\r\n0\r\n\r\n").startsWith("POST /2 "));
            write(function, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndue\r\n0\r\n\r\n");
            assertTrue(readUntil(function, "\r\n\r\n").startsWith("GET /4 "));
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(readUntil(client, "uno").startsWith("HTTP/1.1 200 "));
            assertTrue(readUntil(client, "due\r\n0\r\n\r\n").startsWith("HTTP/1.1 200 "));
            assertTrue(readUntil(client, "}\n").startsWith("HTTP/1.1 404 "));
            String last = readToEnd(client);
            assertTrue(last.startsWith("HTTP/1.1 204 ") && last.endsWith("\r\n\r\n"), last);
            assertFalse(last.substring(1).contains("HTTP/1.1"), "a call after the last one was answered: " + last);
        }
    }

    @Test
    void a_length_beside_chunks_in_an_answer_is_a_502_and_costs_the_connection() throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(
                    function,
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

            assertTrue(readUntil(client, "broken_answer").startsWith("HTTP/1.1 502"));
            assertEquals("", readToEnd(function));
        }
    }

    @Test
    void an_answer_of_two_lengths_is_a_502() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nhello");

            assertTrue(readUntil(client, "broken_answer").startsWith("HTTP/1.1 502"));
        }
    }

    @Test
    void a_task_that_breaks_off_right_after_its_head_is_a_502() throws Exception {
        CountDownLatch brokenOff = new CountDownLatch(1);
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            wire.gateway().keepIoThreadsBusy(brokenOff);
            write(function, HEAD_OF_TASK);
            function.shutdownOutput();
            brokenOff.countDown();

            String answer = readUntil(client, "\r\n\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
            assertFalse(answer.contains("X-Of-The-Task"), answer);
            assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("fault=broken_answer"));
        } finally {
            brokenOff.countDown();
        }
    }

    @Test
    void a_task_that_breaks_off_once_its_head_has_been_passed_on_breaks_the_response_off() throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, HEAD_OF_TASK);
            String answer = readUntil(client, "\r\n\r\n");
            function.shutdownOutput();

            assertTrue(answer.startsWith("HTTP/1.1 200 OK") && answer.contains("X-Of-The-Task: 1"), answer);
            assertEquals("", readToEnd(client));
            assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("fault=broken_answer"));
        }
    }

    @Test
    void the_client_cannot_declare_a_bodys_length_or_the_host_a_matter_of_its_connection() throws Exception {
        try (Socket client = wire.call(
                        "POST /f HTTP/1.1\r\nHost: h\r\nConnection: content-length, host\r\nContent-Length: 2\r\n\r\nab");
                Socket function = wire.accept()) {
            String request = readUntil(function, "ab");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(request.contains("Content-Length: 2\r\n") && request.contains("Host: h\r\n"), request);
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 204"));
        }
    }

    @Test
    void a_client_of_http_1_0_without_a_host_is_served() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.0\r\n\r\n");
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");

            assertTrue(request.contains("Host: 127.0.0.1:" + wire.taskPort() + "\r\n"), request);
            assertTrue(readToEnd(client).endsWith("\r\n\r\nok"));
        }
    }

    @Test
    void early_hints_pass_on_as_they_come_and_cost_no_connection() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nConnection: keep-alive\r\n\r\n");
            assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", readUntil(client, "\r\n\r\n"));
            write(function, "HTTP/1.1 103 Early Hints\r\nLink: </b.css>\r\n\r\nHTTP/1.1 200 OK\r\n");
            write(function, "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
            assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </b.css>\r\n\r\n", readUntil(client, "\r\n\r\n"));
            assertTrue(readUntil(client, "0\r\n\r\n").startsWith("HTTP/1.1 200 "));

            write(client, "GET /f/again HTTP/1.1\r\nHost: h\r\n\r\n");
            assertTrue(readUntil(function, "\r\n\r\n").startsWith("GET /again "));
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void an_early_hint_passes_on_during_an_upload() throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
                Socket function = wire.accept()) {
            readUntil(function, "ab");
            write(function, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 103 "));
            write(client, "cd");
            assertEquals("cd", readUntil(function, "cd"));
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void a_tunnel_is_refused_by_name() throws Exception {
        try (Socket client = wire.call("CONNECT /f HTTP/1.1\r\nHost: h\r\n\r\n")) {
            assertTrue(readUntil(client, "no_tunnel").startsWith("HTTP/1.1 501"));
        }
    }

    @Test
    void an_upload_that_goes_on_after_its_answer_is_cut_off_in_time() throws Exception {
        try (Socket client = wire.call("POST /nobody HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nab")) {
            assertEquals(-1, lastByteOf(client));
        }
        assertEquals(1, wire.gateway().accessLog(1).size());
    }

    private static int lastByteOf(Socket client) throws IOException {
        readToEnd(client);
        return client.getInputStream().read();
    }
}
