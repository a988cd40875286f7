package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1 messages whose legal bytes must arrive as they were sent, in both directions (RFC 9110, RFC 9112). */
class ExactBytesTest {
    private static final String END = "\r\n\r\n";

    @RegisterExtension
    final WiredGateway wire = new WiredGateway();

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/3.0", "HTTP/9.9", "HTTP/3.1", "HTTP/5.0"})
    void an_unknown_major_version_is_a_505(String version) throws Exception {
        try (Socket client = wire.call("GET /f " + version + "\r\nHost: h\r\nConnection: close" + END)) {
            String response = readToEnd(client);

            assertTrue(response.startsWith("HTTP/1.1 505 "), response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /f HTTP/11\r\nHost: h\r\n\r\n",
                "GET /f HTTP/1.\r\nHost: h\r\n\r\n",
                "GET /f HTTP/.1\r\nHost: h\r\n\r\n",
                "GET /f HTTP/1,1\r\nHost: h\r\n\r\n",
                "GET /f HTTP/1.1.1\r\nHost: h\r\n\r\n",
                "GET /f HTTP/ 1.1\r\nHost: h\r\n\r\n",
                "GET /f HTTPS/1.1\r\nHost: h\r\n\r\n",
                "GET\t/f HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f\tHTTP/1.1\r\nHost: h\r\n\r\n",
                "G@T /f HTTP/1.1\r\nHost: h\r\n\r\n",
                "G(T /f HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f#part HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /f HTTP/1.1\rHost: h\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX(: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX\u00e9: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX\u007f: 1\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\u007fb\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: a\u000bb\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h\r\nX: 1\r\r\n\r\n",
                "GET /f HTTP/1.1\r\nHost: h, i\r\n\r\n",
            })
    void what_the_grammar_does_not_allow_is_a_400(String request) throws Exception {
        try (Socket client = wire.call(request)) {
            String response = readToEnd(client);

            assertTrue(response.startsWith("HTTP/1.1 400 "), response);
            assertTrue(response.contains("Connection: close\r\n"), response);
        }
    }

    @Test
    void one_empty_line_before_the_first_request_is_skipped() throws Exception {
        String head = exchange("\r\nGET /f/a HTTP/1.1\r\nHost: h" + END, "HTTP/1.1 204 No Content" + END)
                .request();

        assertTrue(head.startsWith("GET /a HTTP/1.1\r\n"), head);
    }

    @Test
    void one_empty_line_between_two_requests_is_skipped() throws Exception {
        try (Socket client = wire.call("POST /f/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab"
                        + "\r\nGET /f/2 HTTP/1.1\r\nHost: h" + END);
                Socket function = wire.accept()) {
            readUntil(function, "ab");
            write(function, "HTTP/1.1 204 No Content" + END);
            String first = readUntil(client, END);
            assertTrue(first.startsWith("HTTP/1.1 204 "), first);

            String second = readUntil(function, END);
            write(function, "HTTP/1.1 204 No Content" + END);

            assertTrue(second.startsWith("GET /2 HTTP/1.1\r\n"), second);
            assertTrue(readUntil(client, END).startsWith("HTTP/1.1 204 "));
        }
    }

    @Test
    void an_http_1_0_client_that_asks_to_keep_its_connection_is_told_that_it_is_kept() throws Exception {
        String ask = "GET /f HTTP/1.0\r\nHost: h\r\nConnection: keep-alive" + END;
        try (Socket client = wire.call(ask);
                Socket function = wire.accept()) {
            readUntil(function, END);
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            String first = readUntil(client, "ok");
            write(client, ask);
            readUntil(function, END);
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            String second = readUntil(client, "ok");

            for (String response : List.of(first, second)) {
                assertTrue(response.toLowerCase(Locale.ROOT).contains("connection: keep-alive\r\n"), response);
            }
        }
    }

    @Test
    void an_http_1_0_client_that_does_not_ask_has_its_connection_closed() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.0\r\nHost: h" + END);
                Socket function = wire.accept()) {
            readUntil(function, END);
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

            String response = readToEnd(client);

            assertTrue(response.contains(" 200 ") && response.endsWith("ok"), response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                "??",
                "???a",
                "?a=1?b=2",
                "?a=/../b",
                "?a=1&&b=2&",
                "?&",
                "?=",
                "?a=%2F%2f%41",
                "?a+b",
                "?a=b;c",
                "?:@!$'()*,",
                "?a=//"
            })
    void a_query_arrives_as_sent(String query) throws Exception {
        String head = request("GET /f/x" + query, "X-A: 1");

        assertTrue(head.startsWith("GET /x" + query + " HTTP/1.1\r\n"), head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%41%7e", "/%2F", "/%e4%bd%a0", "/a;p=1;q", "/a:b@c", "/!$&'()*+,=", "/~u/-._", "/a//b", "/a/"})
    void a_path_arrives_as_sent(String path) throws Exception {
        String head = request("GET /f" + path, "X-A: 1");

        assertTrue(head.startsWith("GET " + path + " HTTP/1.1\r\n"), head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "PURGE", "M-SEARCH", "X!#$%&'*+.^_`|~1", "PROPFIND"})
    void a_method_arrives_as_sent(String method) throws Exception {
        String head = request(method + " /f/a", "X-A: 1");

        assertTrue(head.startsWith(method + " /a HTTP/1.1\r\n"), head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-A: two  spaces",
                "X-A: a tab\there",
                "X-A: tab\t\tand \t blank",
                "Content-Disposition: attachment; filename=\"two  spaces.txt\"",
                "X-A: \u00e4\u00ff\u0080",
                "X-A: \"quoted, \\\" text\"",
                "X-A: a:b:c",
                "X-A: ,,a,,",
                "x-lower: 1",
                "X-UPPER: 1",
                "X!#$%&'*+.^`|~: 1",
                "Cookie: a=1;  b=\"2  3\"",
            })
    void a_field_arrives_as_sent(String field) throws Exception {
        String head = request("GET /f", field);

        assertTrue(head.contains("\r\n" + field + "\r\n"), head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A:v w", "X-A:    v w", "X-A:\tv w", "X-A: v w  ", "X-A: v w\t"})
    void whitespace_around_a_value_is_not_part_of_it(String field) throws Exception {
        String head = request("GET /f", field);

        assertEquals(
                List.of("v w"),
                lines(head, "X-A:").stream()
                        .map(line -> line.substring("X-A:".length()).strip())
                        .toList());
    }

    @Test
    void fields_arrive_in_the_order_in_which_they_were_sent() throws Exception {
        String fields = "X-Z: 1\r\nX-A: 2\r\nCookie: a=1\r\nX-Z: 3\r\nX-M:\r\nCookie: b=2\r\nX-A: 2";

        String head = request("GET /f", fields);

        assertEquals(
                List.of("X-Z: 1", "X-A: 2", "Cookie: a=1", "X-Z: 3", "X-M:", "Cookie: b=2", "X-A: 2"),
                lines(head, "X-Z", "X-A", "X-M", "Cookie"));
    }

    @Test
    void several_cookie_lines_stay_several() throws Exception {
        String head = request("GET /f", "Cookie: a=1\r\nCookie: b=2\r\nCookie: a=1");

        assertEquals(List.of("Cookie: a=1", "Cookie: b=2", "Cookie: a=1"), lines(head, "Cookie"));
    }

    @Test
    void a_response_arrives_with_its_fields_as_sent_and_in_their_order() throws Exception {
        String fields = "X-Z: two  spaces\r\nSet-Cookie: a=1;  Path=/\r\nX-A: \u00e4\ttab\r\nSet-Cookie: b=2\r\nX-Z: 3";

        String head = exchange(
                        "GET /f HTTP/1.1\r\nHost: h" + END,
                        "HTTP/1.1 200 OK\r\n" + fields + "\r\nContent-Length: 0" + END)
                .response();

        assertEquals(List.of(fields.split("\r\n", -1)), lines(head, "X-Z", "X-A", "Set-Cookie"));
    }

    private record Seen(String request, String response) {}

    /** The head that the function receives for a request with these lines. */
    private String request(String methodAndTarget, String fields) throws IOException {
        return exchange(methodAndTarget + " HTTP/1.1\r\nHost: h\r\n" + fields + END, "HTTP/1.1 204 No Content" + END)
                .request();
    }

    private Seen exchange(String request, String response) throws IOException {
        try (Socket client = wire.call(request);
                Socket function = wire.accept()) {
            String received = readUntil(function, END);
            write(function, response);
            return new Seen(received, readUntil(client, END));
        }
    }

    /** The field lines that begin with one of these, in their order, without trailing whitespace. */
    private static List<String> lines(String head, String... starts) {
        return head.lines()
                .filter(line -> List.of(starts).stream().anyMatch(line::startsWith))
                .map(String::stripTrailing)
                .toList();
    }
}
