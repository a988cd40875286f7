package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the next to read them might read in another way; told apart by their raw bytes. */
class HygieneTest {
    @RegisterExtension
    final WiredGateway wire = new WiredGateway();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \u00a0chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551618\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 0000000000000000002\r\n\r\nab",
                "GET /f HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: :80\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h:+80\r\n\r\n",
                "GET http://h.example/f HTTP/1.1\r\nHost: example\r\n\r\n",
                "GET http://h/f HTTP/1.1\r\nHost: f\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\r\n\tb\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX:\r\n b\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\r\n \r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
            })
    void a_request_that_reads_in_two_ways_is_a_400_that_says_why(String request) throws Exception {
        String answer = refused(request);

        assertTrue(answer.substring("HTTP/1.1".length()).startsWith(" 400 "), answer);
        assertTrue(answer.contains("\"code\":\"bad_request\""), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("attempts=0 held=0 fault=bad_request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // two lengths, or a length that is none
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2, 2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: +2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: -2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 0x2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2 2\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 2;\r\n\r\nab",
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\nab",
                // lines and fields
                "GET /f HTTP/1.1\nHost: h\n\n",
                "GET /f HTTP/1.1\r\nHost: h\nX: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\rX: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\nb\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\u0001b\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX : 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX\t: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX Y: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX\u0000: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\n: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX\r\n\r\n",
                "GET /f HTTP/1.1\r\n X: 1\r\nHost: h\r\n\r\n",
                // the host
                "GET /f HTTP/1.1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: user@h\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h:x\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h:99999\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: [::1\r\n\r\n",
                "GET http://other/f HTTP/1.1\r\nHost: h\r\n\r\n",
                // the request line
                "GET /f\u0001 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f\u0000 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f\u007f HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f\t HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f\\ HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f/%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f/%4 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f HTTP/1.1 \r\nHost: h\r\n\r\n",
                "GET  /f HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f b HTTP/1.1\r\nHost: h\r\n\r\n",
                " GET /f HTTP/1.1\r\nHost: h\r\n\r\n",
                "G\u0000T /f HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET f HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f http/1.1\r\nHost: h\r\n\r\n",
            })
    void what_is_not_http_is_a_400(String request) throws Exception {
        String answer = refused(request);

        assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("\"code\":\"bad_request\""), answer);
        assertTrue(answer.contains("Connection: close\r\n") && answer.endsWith("}\n"), answer);
        assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        String line = wire.gateway().accessLog(1).getFirst();
        assertTrue(line.contains(" status=400 ") && line.endsWith("attempts=0 held=0 fault=bad_request"), line);
        assertTrue(wire.gateway()
                .admin("/metrics")
                .body()
                .contains("calls_total{code=\"400\",fault=\"bad_request\",function=\"\"} 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9", "2.0", "3.0", "9.9"})
    void a_version_of_http_that_is_not_served_is_a_505(String version) throws Exception {
        String answer = refused("GET /f HTTP/" + version + "\r\nHost: h\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 505 ") && answer.contains("\"code\":\"unknown_version\""), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n\r\n",
                "-1\r\n\r\n",
                "+2\r\nab\r\n0\r\n\r\n",
                "0x2\r\nab\r\n0\r\n\r\n",
                " 2\r\nab\r\n0\r\n\r\n",
                "2 \r\nab\r\n0\r\n\r\n",
                "\r\n\r\n",
                "2\nab\r\n0\r\n\r\n",
                "2\rxab\r\n0\r\n\r\n",
                "2;a\nb\r\nab\r\n0\r\n\r\n",
                "2;a\u0000b\r\nab\r\n0\r\n\r\n",
                "2\r\nabc\r\n0\r\n\r\n",
                "2\r\nab0\r\n\r\n",
                "2\r\nab\n0\r\n\r\n",
                "10000000000000002\r\nab\r\n0\r\n\r\n",
                "0\r\nX : 1\r\n\r\n",
                "0\r\nX: a\u0000b\r\n\r\n",
                "0\r\nX: 1\n\r\n",
                "0\r\n\n",
            })
    void chunks_that_cannot_be_are_a_400_and_no_whole_request_at_the_function(String chunks) throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
                        + chunks + "GET /f/smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            String answer = readToEnd(client);
            String request = readToEnd(function);

            assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("\"code\":\"bad_request\""), answer);
            assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
            assertFalse(request.contains("0\r\n\r\n") || request.contains("smuggled"), request);
        }
    }

    @Test
    void proper_chunks_with_extensions_and_trailers_come_through_in_any_pieces() throws Exception {
        String head = "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        String request = head.concat("3;name=\"v 1\"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nX-Sum: 1 2\r\n\r\n");
        try (Socket client = wire.call("");
                Socket function = piecewise(client, request)) {
            String seen = readUntil(function, "\r\n\r\n") + readUntil(function, "\r\n0\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 204"), seen);
            assertEquals("abc0123456789", body(seen));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\na\r\n b\n",
                "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\na\r\n b\n\r\n0\r\n\r\n",
            })
    void a_folded_field_is_found_behind_a_body_that_looks_like_one(String first) throws Exception {
        try (Socket client = wire.call(first + "GET /f/2 HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "a\r\n b\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");
            String answers = readToEnd(client);

            assertTrue(answers.startsWith("HTTP/1.1 204 "), answers);
            assertTrue(answers.contains("HTTP/1.1 400 ") && answers.contains("second line"), answers);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/f/_/health",
                "/lambda/f/_/ready",
                "/f/%5f/health",
                "/f/%5F/health",
                "/f/_%2fhealth",
                "/f/%2f_%2Fhealth",
                "/f/./_/health",
                "/f//_/health",
                "/f/a/../_/health",
                "/f/a/%2e%2e/_/health",
                "/f/../_/health",
                "/f/_;x=1/health",
                "/f/a/..;/_/health",
                "/f/%5c_/health",
                "/f/_",
                "/f/_/../a",
                "http://h/f/_/health",
            })
    void what_a_function_tells_the_platform_is_not_for_clients(String target) throws Exception {
        String answer = refused("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 404 ") && answer.contains("\"code\":\"reserved_path\""), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_x/", "/x_/_", "/a/_/b", "/__", "/%255f/", "/a%2f_/b", "/?/_/", "/x?q=/_/health"})
    void other_paths_with_underscores_reach_the_function_as_they_are(String rest) throws Exception {
        try (Socket client = wire.call("GET /f" + rest + " HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(request.startsWith("GET " + rest + " HTTP/1.1\r\n"), request);
            readUntil(client, "\r\n\r\n");
        }
    }

    @Test
    void options_of_the_server_are_told_by_the_gateway() throws Exception {
        String answer = refused("OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 204 ") && answer.contains("Allow: GET, HEAD, "), answer);
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("attempts=0 held=0 fault=-"));
    }

    @Test
    void a_trace_is_refused_by_name() throws Exception {
        String answer = refused("TRACE /f HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 501 ") && answer.contains("\"code\":\"no_trace\""), answer);
    }

    @Test
    void an_absolute_target_is_served_like_its_path() throws Exception {
        try (Socket client = wire.call("GET http://H:80/f/a?b=1 HTTP/1.1\r\nHost: h:80\r\n\r\n");
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(request.startsWith("GET /a?b=1 HTTP/1.1\r\n"), request);
            assertTrue(request.contains("Host: h:80\r\n"), request);
            readUntil(client, "\r\n\r\n");
        }
    }

    /** The answer to a request of which the function gets to see nothing: the next one is the first to reach it. */
    private String refused(String request) throws IOException {
        String answer;
        try (Socket client = wire.call(request)) {
            answer = readToEnd(client);
        }
        try (Socket client = wire.call("GET /f/next HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            String seen = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");
            readUntil(client, "\r\n\r\n");
            assertTrue(seen.startsWith("GET /next HTTP/1.1\r\n"), "the function saw " + seen);
        }
        return answer;
    }

    /** The function's side of a call that arrives byte by byte. */
    private Socket piecewise(Socket client, String request) throws IOException {
        client.setTcpNoDelay(true);
        for (int i = 0; i < request.length(); i++) {
            write(client, request.substring(i, i + 1));
        }
        return wire.accept();
    }

    /** The data of chunks, put together. */
    private static String body(String request) {
        StringBuilder body = new StringBuilder();
        int at = request.indexOf("\r\n\r\n") + 4;
        while (true) {
            int end = request.indexOf("\r\n", at);
            int size = Integer.parseInt(request.substring(at, end), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(request, end + 2, end + 2 + size);
            at = end + 2 + size + 2;
        }
    }
}
