package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.PATIENCE_MILLIS;
import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task and a client that are the two ends of raw sockets, so that each says when which byte goes. */
class StreamingTest {
    @RegisterExtension
    final WiredGateway wire = new WiredGateway("FAAS_TIMEOUT", "1s");

    @Test
    void a_slow_answer_arrives_piece_by_piece_as_it_is_sent() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(function, "8\r\ndata: 1\n\r\n");
            assertTrue(readUntil(client, "data: 1\n").startsWith("HTTP/1.1 200 OK"));

            write(function, "8\r\ndata: 2\n\r\n0\r\n\r\n");

            assertTrue(readUntil(client, "0\r\n\r\n").contains("data: 2\n"));
        }
    }

    @Test
    void an_upload_arrives_piece_by_piece_as_it_is_sent() throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
                Socket function = wire.accept()) {
            assertTrue(readUntil(function, "ab").contains("Content-Length: 4"));

            write(client, "cd");
            readUntil(function, "cd");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");

            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 204"));
        }
    }

    @Test
    void an_answer_before_the_upload_is_over_reaches_the_client() throws Exception {
        try (Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nab");
                Socket function = wire.accept()) {
            readUntil(function, "ab");

            write(function, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            function.shutdownOutput();

            assertTrue(readUntil(client, "big").startsWith("HTTP/1.1 413"));
        }
    }

    @Test
    void a_client_waiting_for_a_go_ahead_gets_it_once_the_function_is_reached() throws Exception {
        try (Socket client =
                        wire.call("POST /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
                Socket function = wire.accept()) {
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 100"));

            write(client, "ab");

            readUntil(function, "ab");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void a_connection_serves_one_call_after_the_other() throws Exception {
        try (Socket client = wire.call("GET /f/1 HTTP/1.1\r\nHost: h\r\n\r\nGET /f/2 HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            for (int i = 1; i <= 2; i++) {
                assertTrue(readUntil(function, "\r\n\r\n").startsWith("GET /" + i + " "));
                write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nn" + i);
                readUntil(client, "n" + i);
            }
        }
    }

    @Test
    void a_client_that_stops_reading_is_cut_off_and_the_task_is_not_blamed() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: " + 64 * 1024 * 1024 + "\r\n\r\n");
            CompletableFuture<Long> written = CompletableFuture.supplyAsync(() -> pour(function, 64 * 1024 * 1024));

            String line = wire.gateway().accessLog(1).getFirst();

            assertTrue(line.endsWith("fault=caller_gone"), line);
            assertTrue(client.isConnected());
            written.exceptionally(e -> 0L).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_not_made_to_look_whole() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n")) {
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
                write(function, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                readUntil(client, "abc");
            }

            String rest = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals("\r\n", rest);
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("attempts=1 held=0 fault=broken_answer"));
    }

    @Test
    void an_answer_that_stalls_is_cut_off() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            readUntil(client, "abc");

            assertEquals(-1, client.getInputStream().read());
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("fault=too_slow"));
    }

    @Test
    void a_client_that_hangs_up_in_mid_upload_ends_the_call_at_the_function_too() throws Exception {
        Socket client = wire.call("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nab");
        try (Socket function = wire.accept()) {
            readUntil(function, "ab");
            client.close();

            assertEquals("", readToEnd(function));
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("fault=caller_gone"));
    }

    @Test
    void a_reader_slower_than_the_function_holds_the_function_back() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            long length = 256L * 1024 * 1024;
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            CompletableFuture<Long> written = CompletableFuture.supplyAsync(() -> pour(function, length));
            readUntil(client, "\r\n\r\n");

            assertTrue(isHeldBack(written), "the gateway took all without a reader");

            assertEquals(length, client.getInputStream().skip(length));
            assertEquals(length, written.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private static boolean isHeldBack(CompletableFuture<Long> written) throws ExecutionException, InterruptedException {
        try {
            written.get(300, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private static long pour(Socket function, long length) {
        byte[] block = new byte[64 * 1024];
        try {
            for (long sent = 0; sent < length; sent += block.length) {
                function.getOutputStream().write(block);
            }
            return length;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
