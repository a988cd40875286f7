package faas.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.response.ServerResponse;
import java.net.SocketException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLimitsTest {

    private static final Endpoint LENGTH =
            request -> ServerResponse.text(Integer.toString(request.query().length()));

    @Test
    void a_parameter_may_have_60_000_characters() throws Exception {
        try (var server = new TestServer(1, LENGTH)) {
            assertEquals("60000", server.get("/?" + "x".repeat(60_000)).body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "513, 'GET /?TIMES(a&) HTTP/1.1|Host: f', 400 Bad Request, bad_request",
        "70000, 'GET /?TIMES(x) HTTP/1.1|Host: f', 414 Request-URI Too Large, target_too_long",
        "70000, 'GET / HTTP/1.1|Host: f|A: TIMES(x)', 431 Request Header Fields Too Large, fields_too_large",
        "300, 'GET / HTTP/1.1|Host: f|TIMES(a: b|)A: b', 400 Bad Request, bad_request",
        "1, 'GET / HTTP/1.1|A: b', 400 Bad Request, bad_request",
        "1, 'GET / HTTP/1.1|Host: f|Host: g', 400 Bad Request, bad_request",
        "1, 'GET / HTTP/1.1|Host: f|no colon', 400 Bad Request, bad_request",
        "1, 'GET /?a=%zz HTTP/1.1|Host: f', 400 Bad Request, bad_request",
        "1, 'GET /?a=% HTTP/1.1|Host: f', 400 Bad Request, bad_request"
    })
    void a_request_that_is_refused_gets_a_problem_with_the_reason(int times, String head, String status, String error)
            throws Exception {
        try (var server = new TestServer(1, LENGTH);
                var client = server.raw()) {
            String rest = client.send(lines(head, times) + "\r\n\r\n").rest();

            assertTrue(rest.startsWith("HTTP/1.1 " + status), rest);
            assertTrue(rest.contains("Content-Type: application/problem+json\r\n"), rest);
            assertTrue(rest.contains("Connection: close\r\n"), rest);
            assertTrue(rest.contains("\"error\":\"" + error + "\""), rest);
            assertEquals(200, server.get("/").statusCode());
        }
    }

    @Test
    void a_head_of_many_times_the_limit_only_ends_its_connection() throws Exception {
        try (var server = new TestServer(1, LENGTH)) {
            try (var client = server.raw()) {
                String rest = client.send("GET /?" + "x".repeat(400_000) + " HTTP/1.1\r\nHost: f\r\n\r\n")
                        .rest();
                assertTrue(!rest.contains("200 OK"), rest);
            } catch (SocketException cut) {
                // closed while the request was being sent
            }
            assertEquals(200, server.get("/").statusCode());
        }
    }

    @Test
    void a_connection_of_http_1_0_is_kept_if_the_client_asks_and_the_response_says_so() throws Exception {
        try (var server = new TestServer(1, LENGTH);
                var client = server.raw()) {
            String call = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            assertTrue(client.send(call).response().toLowerCase(Locale.ROOT).contains("connection: keep-alive\r\n"));
            assertTrue(client.send(call).response().endsWith("\r\n\r\n0"));
        }
    }

    /** Replaces TIMES(x) by that many x, and | by the end of a line. */
    private static String lines(String head, int times) {
        int begin = head.indexOf("TIMES(");
        int end = head.indexOf(')');
        String text = begin < 0
                ? head
                : head.substring(0, begin) + head.substring(begin + 6, end).repeat(times) + head.substring(end + 1);
        return text.replace("|", "\r\n");
    }

    @Test
    void a_body_over_the_limit_is_a_413_before_it_is_sent() throws Exception {
        try (var server = new TestServer(1, LENGTH);
                var client = server.raw()) {
            String rest = client.send("GET / HTTP/1.1\r\nHost: f\r\nContent-Length: 1048577\r\n\r\n")
                    .rest();

            assertTrue(rest.startsWith("HTTP/1.1 413 "), rest);
            assertTrue(rest.contains("Connection: close\r\n"), rest);
            assertTrue(rest.contains("The body is longer than 1048576 bytes"), rest);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /, 413", "POST /, 413", "GET /x, 404"})
    void an_endless_body_gets_a_response_and_is_cut_off(String call, int status) throws Exception {
        try (var server = new TestServer(1, LENGTH);
                var client = server.raw()) {
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            client.send(call + " HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(65));
            String response = client.response();
            assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);

            int sent = 0;
            try {
                for (; sent < 10_000; sent++) {
                    client.send(chunk);
                }
            } catch (SocketException cut) {
                // expected
            }

            assertTrue(sent < 10_000, "160 MiB were taken");
            assertEquals(200, server.get("/").statusCode());
        }
    }

    @Test
    void a_chunked_body_up_to_the_limit_is_accepted() throws Exception {
        Endpoint length = request -> ServerResponse.text(Integer.toString(request.body().length));
        try (var server = new TestServer(1, length);
                var client = server.raw()) {
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            client.send("POST / HTTP/1.1\r\nHost: f\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(64));
            client.send("0\r\n\r\n");
            assertTrue(client.response().endsWith("\r\n\r\n1048576"));
        }
    }

    @Test
    void a_client_that_expects_100_continue_gets_it_or_the_refusal() throws Exception {
        Endpoint length = request -> ServerResponse.text(Integer.toString(request.body().length));
        try (var server = new TestServer(1, length);
                var client = server.raw()) {
            client.send("POST / HTTP/1.1\r\nHost: f\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertTrue(client.response().startsWith("HTTP/1.1 100 "));
            assertTrue(client.send("abc").response().endsWith("\r\n\r\n3"));

            client.send("POST / HTTP/1.1\r\nHost: f\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n");
            assertTrue(client.response().startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void responses_to_pipelined_calls_are_in_order() throws Exception {
        try (var server = new TestServer(1, request -> ServerResponse.text(request.query()));
                var client = server.raw()) {
            String call = "GET /?%d HTTP/1.1\r\nHost: f\r\n\r\n";
            client.send(call.formatted(1) + call.formatted(2) + call.formatted(3));

            assertTrue(client.response().endsWith("\r\n\r\n1"));
            assertTrue(client.response().endsWith("\r\n\r\n2"));
            assertTrue(client.response().endsWith("\r\n\r\n3"));
        }
    }

    @Test
    void a_connection_is_kept_unless_the_client_says_otherwise() throws Exception {
        try (var server = new TestServer(1, LENGTH);
                var client = server.raw()) {
            assertTrue(
                    !client.send("GET / HTTP/1.1\r\nHost: f\r\n\r\n").response().contains("Connection:"));

            String rest = client.send("GET / HTTP/1.1\r\nHost: f\r\nConnection: close\r\n\r\n")
                    .rest();

            assertTrue(rest.contains("Connection: close\r\n"), rest);
            assertTrue(rest.endsWith("\r\n\r\n0"), rest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/9", "nonsense"})
    void a_malformed_request_is_never_a_call(String line) throws Exception {
        try (var server = new TestServer(1, LENGTH);
                var client = server.raw()) {
            String rest = client.send(line + "\r\nHost: f\r\nConnection: close\r\n\r\n")
                    .rest();

            assertTrue(!rest.contains("200 OK"), rest);
            assertEquals("", server.logged());
        }
    }
}
