package faas.gateway.proxy;

import static faas.gateway.proxy.Http2Client.CONTINUATION;
import static faas.gateway.proxy.Http2Client.END_HEADERS;
import static faas.gateway.proxy.Http2Client.END_STREAM;
import static faas.gateway.proxy.Http2Client.HEADERS;
import static faas.gateway.proxy.Http2Client.PING;
import static faas.gateway.proxy.Http2Client.SETTINGS;
import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients over HTTP/2 that say what can be read in two ways, or want more than they may have. */
class Http2LimitsTest {
    private static final String GET = ":method: GET|:scheme: http|:path: /f|";

    @RegisterExtension
    final WiredGateway wire = new WiredGateway(
            "FAAS_IO_THREADS", "1",
            "FAAS_KEEP_ALIVE", "1s",
            "FAAS_MAX_HEADER_SIZE", "40k",
            "FAAS_MAX_HEADERS", "10",
            "FAAS_MAX_BODY", "10",
            "FAAS_MAX_STREAMS", "3");

    @ParameterizedTest
    @ValueSource(
            strings = {
                // pseudo-fields
                ":scheme: http|:path: /f|:authority: h",
                ":method: GET|:method: GET|:scheme: http|:path: /f|:authority: h",
                ":method: G T|:scheme: http|:path: /f|:authority: h",
                ":method: GET|:path: /f|:authority: h",
                ":method: GET|:scheme: http|:scheme: http|:path: /f|:authority: h",
                ":method: GET|:scheme: ftp|:path: /f|:authority: h",
                ":method: GET|:scheme: http|:authority: h",
                ":method: GET|:scheme: http|:path: |:authority: h",
                ":method: GET|:scheme: http|:path: f|:authority: h",
                ":method: GET|:scheme: http|:path: *|:authority: h",
                ":method: GET|:scheme: http|:path: http://h/f|:authority: h",
                ":method: GET|:scheme: http|:path: /f HTTP/1.1\r\nX: 1|:authority: h",
                ":method: GET|:scheme: http|:path: /f#x|:authority: h",
                ":method: GET|:scheme: http|:path: /f|:path: /f|:authority: h",
                // the host
                ":method: GET|:scheme: http|:path: /f|x: 1",
                GET + ":authority: ",
                GET + ":authority: a b",
                GET + ":authority: user@h",
                GET + ":authority: a/b",
                GET + ":authority: h:x",
                GET + ":authority: h:99999x",
                GET + ":authority: [::1",
                GET + ":authority: h|host: i",
                GET + "host: h|host: h",
                GET + ":authority: h|:authority: h",
                // fields of the connection
                GET + ":authority: h|connection: close",
                GET + ":authority: h|connection: x|x: 1",
                GET + ":authority: h|keep-alive: 1",
                GET + ":authority: h|proxy-connection: close",
                GET + ":authority: h|upgrade: websocket",
                GET + ":authority: h|te: gzip",
                GET + ":authority: h|te: trailers, gzip",
                // lengths
                GET + ":authority: h|content-length: 5",
                GET + ":authority: h|content-length: 0|content-length: 0",
                GET + ":authority: h|content-length: +0",
                // what is no text
                GET + ":authority: h|x: a\r\nY: b",
                GET + ":authority: h|x: a\nb",
                GET + ":authority: h|x: a\u0000b",
                GET + ":authority: h|x:  a",
                GET + ":authority: h|x: a ",
            })
    void a_head_that_reads_in_two_ways_is_a_400_that_says_why_and_others_go_on(String head) throws Exception {
        try (Http2Client client = wire.connect()) {
            client.headers(1, END_STREAM, head.split("\\|"));

            String answer = client.answer(1);

            assertTrue(answer.startsWith("{:status: 400; ") && answer.contains("\"code\":\"bad_request\""), answer);
            client.get(3, "/nobody");
            assertTrue(client.answer(3).startsWith("{:status: 404"));
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("attempts=0 held=0 fault=bad_request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET + ":authority: h|X: 1",
                GET + ":authority: h|x y: 1",
                GET + ":authority: h|:status: 200",
                GET + ":authority: h|:x: 1",
            })
    void a_field_with_a_name_that_cannot_be_is_a_400_of_its_stream(String head) throws Exception {
        assertRefusedAlone(head);
    }

    private void assertRefusedAlone(String head) throws IOException {
        try (Http2Client client = wire.connect()) {
            client.headers(1, END_STREAM, head.split("\\|"));
            client.get(3, "/nobody");

            assertTrue(client.answer(1).contains("\"code\":\"bad_request\""));
            client.await(1, "[reset 1]");
            assertTrue(client.answer(3).startsWith("{:status: 404"));
        }
        assertTrue(wire.gateway().accessLog(2).stream().anyMatch(line -> line.endsWith("fault=bad_request")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET + ":authority: h|transfer-encoding: chunked",
                ":method: GET|:scheme: http|x: 1|:path: /f|:authority: h",
                GET + ":authority: h|content-length: x",
            })
    void a_head_that_cannot_be_is_a_400_of_its_stream_and_stands_in_the_log(String head) throws Exception {
        assertRefusedAlone(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/f/_/health", "/f/%5f/health", "/f/a/../_/health"})
    void what_a_function_tells_the_platform_is_not_for_clients(String path) throws Exception {
        try (Http2Client client = wire.connect()) {
            client.get(1, path);

            assertTrue(client.answer(1).contains("\"code\":\"reserved_path\""));
        }
    }

    @Test
    void a_tunnel_is_refused_by_name() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.headers(1, END_STREAM, ":method: CONNECT", ":authority: h:80");

            assertTrue(client.answer(1).contains("\"code\":\"no_tunnel\""));
        }
    }

    @Test
    void a_body_other_than_its_length_is_no_whole_request_at_the_function() throws Exception {
        for (String body : new String[] {"abc", "abcdef"}) {
            try (Http2Client client = wire.connect()) {
                client.post(1, "/f", "content-length: 5");
                client.data(1, END_STREAM, body);

                assertTrue(client.answer(1).contains("\"code\":\"bad_request\""));
                client.await(1, "[reset 1]");
            }
        }
        List<String> lines = wire.gateway().accessLog(2);
        assertTrue(lines.stream().allMatch(line -> line.endsWith("fault=bad_request")), lines::toString);
    }

    @Test
    void a_body_declared_too_long_is_a_413() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.post(1, "/f", "content-length: 11");
            client.data(1, END_STREAM, "01234567890");

            assertTrue(client.answer(1).contains("\"code\":\"body_too_large\""));
        }
    }

    @Test
    void a_body_that_turns_out_too_long_is_a_413_and_no_whole_request_at_the_function() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.post(1, "/f");
            client.data(1, 0, "012345");
            try (Socket function = wire.accept()) {
                readUntil(function, "012345");
                client.data(1, END_STREAM, "67890");

                assertTrue(client.answer(1).startsWith("{:status: 413; "));
                String rest = readToEnd(function);
                assertFalse(rest.contains("0\r\n\r\n") || rest.contains("67890"), rest);
            }
        }
    }

    @Test
    void a_head_just_short_enough_goes_through_and_one_too_long_is_a_400() throws Exception {
        try (Http2Client client = wire.connect()) {
            longHead(client, 30_000);
            assertTrue(client.answer(1).startsWith("{:status: 404"));
        }
        try (Http2Client client = wire.connect()) {
            longHead(client, 41_000);
            assertTrue(client.answer(1).startsWith("{:status: 400"));
            client.get(3, "/nobody");
            assertTrue(client.answer(3).startsWith("{:status: 404"));
        }
        assertTrue(wire.gateway().accessLog(3).get(1).endsWith("fault=bad_request"));
    }

    /** A head with a field of so many characters, in as many frames as it takes. */
    private static void longHead(Http2Client client, int length) throws IOException {
        byte[] block = Http2Client.block(
                ":method: GET", ":scheme: http", ":authority: h", ":path: /nobody", "x: " + "y".repeat(length));
        int frame = 16_384;
        for (int at = 0; at < block.length; at += frame) {
            int end = Math.min(block.length, at + frame);
            int flags = end == block.length ? END_HEADERS : 0;
            byte[] part = Arrays.copyOfRange(block, at, end);
            if (at == 0) {
                client.frame(HEADERS, flags | END_STREAM, 1, part);
            } else {
                client.frame(CONTINUATION, flags, 1, part);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 10, 22})
    void a_head_in_several_frames_is_one_wherever_its_bytes_are_cut(int cut) throws Exception {
        byte[] empty = Http2Client.frameOf(CONTINUATION, 0, 1);
        byte[] rest = Http2Client.frameOf(CONTINUATION, END_HEADERS, 1, Http2Client.block("x: whole"));
        byte[] frames = Arrays.copyOf(empty, empty.length + rest.length);
        System.arraycopy(rest, 0, frames, empty.length, rest.length);
        try (Socket other = wire.call("");
                Http2Client client = wire.connect()) {
            client.frame(HEADERS, END_STREAM, 1, Http2Client.block((GET + ":authority: h").split("\\|")));
            awaitRead(other);
            client.write(Arrays.copyOf(frames, cut));
            awaitRead(other);
            client.write(Arrays.copyOfRange(frames, cut, frames.length));

            try (Socket function = wire.accept()) {
                assertTrue(readUntil(function, "\r\n\r\n").contains("\r\nx: whole\r\n"));
                Wire.write(function, "HTTP/1.1 204 No Content\r\n\r\n");
                assertTrue(client.answer(1).startsWith("{:status: 204"));
            }
        }
    }

    /**
     * Waits until the only IO thread has read all that came so far. It may serve the first of these calls before what came
     * earlier, but not the second.
     */
    private static void awaitRead(Socket other) throws IOException {
        for (int i = 0; i < 2; i++) {
            Wire.write(other, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
            readUntil(other, "\r\n\r\n");
        }
    }

    @Test
    void a_head_of_too_many_fields_does_not_reach_the_function() throws Exception {
        try (Http2Client client = wire.connect()) {
            String[] fields = new String[12];
            Arrays.setAll(fields, i -> "x" + i + ": 1");
            client.get(1, "/f", fields);

            assertTrue(client.answer(1).startsWith("{:status: 400"));
            client.await(1, "[reset 1]");
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().contains(" attempts=0 "));
    }

    @Test
    void one_call_more_than_a_connection_may_carry_is_not_taken_until_another_is_over_or_cancelled() throws Exception {
        try (Http2Client client = wire.connect()) {
            for (int stream = 1; stream <= 5; stream += 2) {
                client.get(stream, "/f");
            }
            try (Socket first = wire.accept();
                    Socket second = wire.accept();
                    Socket third = wire.accept()) {
                readUntil(first, "\r\n\r\n");
                readUntil(second, "\r\n\r\n");
                readUntil(third, "\r\n\r\n");
                client.get(7, "/nobody");
                assertEquals("[reset 7]", client.answer(7));

                client.reset(1);
                assertEquals(1, ended(first, second, third));

                client.get(9, "/nobody");
                assertTrue(client.answer(9).startsWith("{:status: 404"));
                client.reset(3);
                client.reset(5);
            }
        }
    }

    /** How many of these connections end at once. */
    private static int ended(Socket... functions) throws IOException {
        int ended = 0;
        for (Socket function : functions) {
            function.setSoTimeout(ended == 0 ? 1_000 : 100);
            try {
                ended += function.getInputStream().read() < 0 ? 1 : 0;
            } catch (SocketTimeoutException stillOpen) {
                function.setSoTimeout(Wire.PATIENCE_MILLIS);
            }
        }
        return ended;
    }

    @Test
    void calls_made_and_cancelled_without_end_end_the_connection() throws Exception {
        try (Http2Client client = wire.connect()) {
            String end = flood(client, i -> {
                client.get(2 * i + 1, "/nobody");
                client.reset(2 * i + 1);
            });

            assertTrue(end.endsWith("[goaway 11]"), end);
        }
    }

    @Test
    void pings_without_end_end_the_connection() throws Exception {
        try (Http2Client client = wire.connect()) {
            String end = flood(client, i -> client.frame(PING, 0, 0, new byte[8]));

            assertTrue(end.endsWith("[goaway 11]"), end);
        }
    }

    @Test
    void settings_without_end_end_the_connection() throws Exception {
        try (Http2Client client = wire.connect()) {
            String end = flood(client, i -> client.frame(SETTINGS, 0, 0));

            assertTrue(end.endsWith("[goaway 11]"), end);
        }
    }

    @Test
    void pieces_of_a_body_with_nothing_in_them_without_end_end_the_connection() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.post(1, "/f");
            String end = flood(client, i -> client.data(1, 0, ""));

            assertTrue(end.endsWith("[goaway 11]"), end);
        }
    }

    private interface Blow {
        void strike(int number) throws IOException;
    }

    /** The end is ENHANCE_YOUR_CALM, and the client can read it: the gateway reads on until the client has closed, too. */
    private static String flood(Http2Client client, Blow blow) throws IOException {
        client.holdBack();
        for (int i = 0; i < 1_100; i++) {
            blow.strike(i);
        }
        client.flush();
        return client.readToEnd();
    }

    @Test
    void a_connection_that_is_idle_before_or_after_a_call_is_closed_in_order() throws Exception {
        try (Http2Client silent = wire.connect();
                Http2Client client = wire.connect()) {
            client.get(1, "/nobody");
            client.answer(1);

            assertTrue(client.readToEnd().endsWith("[goaway 0]"));
            assertTrue(silent.readToEnd().endsWith("[goaway 0]"));
        }
    }

    @Test
    void a_preface_that_is_cut_short_or_is_none_does_not_hold_a_connection() throws Exception {
        try (Socket cut = wire.call("PRI * HT");
                Socket none = wire.call("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
                Socket begun = wire.call("PRI")) {
            readToEnd(none);
            readToEnd(cut);
            assertEquals("", readToEnd(begun));
        }
    }
}
