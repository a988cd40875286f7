package faas.gateway.proxy;

import static faas.gateway.proxy.Http2Client.END_STREAM;
import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over HTTP/2 without TLS, by clients who know beforehand that the gateway speaks it. */
class Http2Test {
    @RegisterExtension
    final WiredGateway wire = new WiredGateway("FAAS_TIMEOUT", "2s");

    @Test
    void a_call_reaches_the_function_in_http_1_1_and_its_answer_comes_back() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.headers(
                    1,
                    END_STREAM,
                    ":method: GET",
                    ":scheme: https",
                    ":authority: shop.example:80",
                    ":path: /f/a%2Fb?q=%20+",
                    "x-mine: 1",
                    "cookie: a=1",
                    "cookie: b=2",
                    "te: trailers");
            try (Socket function = wire.accept()) {
                String request = readUntil(function, "\r\n\r\n");
                write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=5\r\nX-Its: 2\r\n\r\nok");

                String answer = client.answer(1);

                assertTrue(request.startsWith("GET /a%2Fb?q=%20+ HTTP/1.1\r\n"), request);
                assertTrue(request.contains("\r\nHost: shop.example:80\r\n"), request);
                assertTrue(request.contains("\r\nX-Forwarded-Host: shop.example:80\r\n"), request);
                assertTrue(request.contains("\r\nX-Forwarded-Proto: http\r\n"), request);
                assertTrue(request.toLowerCase(java.util.Locale.ROOT).contains("\r\ncookie: a=1; b=2\r\n"), request);
                assertTrue(request.contains("\r\nTE: trailers\r\n"), request);
                assertFalse(request.contains("\r\n:"), request);
                assertTrue(answer.startsWith("{:status: 200; ") && answer.endsWith("}ok[end]"), answer);
                assertTrue(answer.contains("x-its: 2") && answer.contains("content-length: 2"), answer);
                assertFalse(answer.contains("keep-alive") || answer.contains("connection"), answer);
            }
        }
        String line = wire.gateway().accessLog(1).getFirst();
        assertTrue(line.contains(" path=\"/f/a%2Fb\" function=f status=200 bytes=2 "), line);
        assertTrue(line.contains(" protocol=HTTP/2.0 ") && line.endsWith("attempts=1 held=0 fault=-"), line);
    }

    @Test
    void calls_share_a_connection_and_are_answered_in_any_order() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.get(1, "/f/1");
            try (Socket first = wire.accept()) {
                client.get(3, "/f/3");
                try (Socket second = wire.accept()) {
                    assertTrue(readUntil(first, "\r\n\r\n").startsWith("GET /1 "));
                    assertTrue(readUntil(second, "\r\n\r\n").startsWith("GET /3 "));
                    write(second, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3");
                    assertTrue(client.answer(3).endsWith("}3[end]"));

                    write(first, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");

                    assertTrue(client.answer(1).endsWith("}1[end]"));
                }
            }
        }
    }

    @Test
    void a_body_without_a_length_goes_on_in_chunks_as_it_comes_and_its_trailers_after_it() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.post(1, "/f");
            client.data(1, 0, "ab");
            try (Socket function = wire.accept()) {
                assertTrue(readUntil(function, "ab").contains("\r\nTransfer-Encoding: chunked\r\n"));
                client.data(1, 0, "cd");
                readUntil(function, "cd");
                client.headers(1, END_STREAM, "x-sum: 7");
                String end = readUntil(function, "\r\n\r\n");
                write(function, "HTTP/1.1 204 No Content\r\n\r\n");

                assertTrue(end.toLowerCase(java.util.Locale.ROOT).endsWith("\r\n0\r\nx-sum: 7\r\n\r\n"), end);
                assertTrue(client.answer(1).startsWith("{:status: 204"));
            }
        }
    }

    @Test
    void a_slow_answer_arrives_piece_by_piece_and_its_trailers_after_it() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.get(1, "/f");
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                write(function, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n");
                assertTrue(client.await(1, "}").startsWith("{:status: 200"));
                write(function, "8\r\ndata: 1\n\r\n");
                client.await(1, "data: 1\n");

                write(function, "8\r\ndata: 2\n\r\n0\r\nX-Sum: 42\r\n\r\n");

                String answer = client.answer(1);
                assertTrue(answer.endsWith("data: 1\ndata: 2\n{x-sum: 42}[end]"), answer);
                assertFalse(answer.contains("transfer-encoding"), answer);
            }
        }
    }

    @Test
    void a_large_answer_waits_for_the_clients_leave_to_send_and_does_not_hold_up_others() throws Exception {
        int length = 1_000_000;
        try (Http2Client client = wire.connect()) {
            client.widen(0, 2 * length);
            client.get(1, "/f");
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                CompletableFuture<Void> written = CompletableFuture.runAsync(() -> pour(function, length));
                assertTrue(client.await(1, "x".repeat(65_535)).startsWith("{:status: 200"));
                client.get(3, "/nobody");
                assertTrue(client.answer(3).startsWith("{:status: 404"));

                client.widen(1, length);

                String answer = client.answer(1);
                assertEquals(length, answer.substring(answer.indexOf('}') + 1).length() - "[end]".length());
                written.get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void pour(Socket function, int length) {
        try {
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nETag: x\r\nContent-Length: 5\r\n\r\n"
            })
    void an_answer_without_a_body_ends_with_its_head(String told) throws Exception {
        try (Http2Client client = wire.connect()) {
            client.get(1, "/f");
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                write(function, told);

                assertTrue(client.answer(1).matches("\\{:status: [23]04[^}]*}\\[end]"), client.answer(1));
            }
        }
    }

    @Test
    void a_head_request_gets_the_fields_and_no_body() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.headers(1, END_STREAM, ":method: HEAD", ":scheme: http", ":authority: h", ":path: /f");
            try (Socket function = wire.accept()) {
                assertTrue(readUntil(function, "\r\n\r\n").startsWith("HEAD / "));
                write(function, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

                String answer = client.answer(1);

                assertTrue(answer.contains("content-length: 5") && answer.endsWith("}[end]"), answer);
            }
        }
    }

    @Test
    void an_answer_that_breaks_off_is_not_made_to_look_whole() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.get(1, "/f");
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                write(function, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                client.await(1, "abc");
            }

            String answer = client.answer(1);

            assertTrue(answer.endsWith("abc[reset 8]"), answer);
            client.get(3, "/nobody");
            assertTrue(client.answer(3).startsWith("{:status: 404"));
        }
        assertTrue(wire.gateway().accessLog(2).getFirst().endsWith("attempts=1 held=0 fault=broken_answer"));
    }

    @Test
    void a_call_that_is_cancelled_ends_at_the_function_too_and_the_connection_goes_on() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.post(1, "/f");
            client.data(1, 0, "ab");
            try (Socket function = wire.accept()) {
                readUntil(function, "ab");

                client.reset(1);

                assertFalse(readToEnd(function).contains("0\r\n\r\n"));
            }
            client.get(3, "/nobody");
            assertTrue(client.answer(3).startsWith("{:status: 404"));
        }
        assertTrue(
                wire.gateway().accessLog(2).getFirst().endsWith("fault=caller_gone"),
                () -> wire.gateway().accessLog(2).getFirst());
    }

    @Test
    void a_problem_is_told_as_to_any_client() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.get(1, "/nobody", "x-call-id: c1");

            String answer = client.answer(1);

            assertTrue(answer.startsWith("{:status: 404; ") && answer.contains("application/problem+json"), answer);
            assertTrue(answer.contains("x-call-id: c1") && answer.contains("\"code\":\"unknown_function\""), answer);
        }
    }

    @Test
    void options_of_the_server_are_told_by_the_gateway() throws Exception {
        try (Http2Client client = wire.connect()) {
            client.headers(1, END_STREAM, ":method: OPTIONS", ":scheme: http", ":authority: h", ":path: *");

            assertTrue(client.answer(1).contains("allow: GET, HEAD, "));
        }
    }

    @Test
    void a_shutdown_finishes_calls_and_then_says_goodbye() throws Exception {
        try (Http2Client client = wire.connect();
                Http2Client idle = wire.connect()) {
            idle.get(1, "/nobody");
            idle.answer(1);
            client.get(1, "/f");
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                CompletableFuture<Void> stopped = CompletableFuture.runAsync(wire.gateway()::stop);
                assertTrue(idle.readToEnd().endsWith("[goaway 0]"));
                client.get(3, "/f");
                assertTrue(client.answer(3).contains("\"code\":\"draining\""));

                write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

                assertTrue(client.answer(1).endsWith("}ok[end]"));
                assertTrue(client.readToEnd().endsWith("[goaway 0]"));
                stopped.get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
