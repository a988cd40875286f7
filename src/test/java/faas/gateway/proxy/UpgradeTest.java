package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.PATIENCE_MILLIS;
import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that leave HTTP for another protocol on the same connection. */
class UpgradeTest {
    private static final String ASK =
            "GET /f/chat HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: x/1\r\n\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x/1\r\n";

    @RegisterExtension
    final WiredGateway wire = new WiredGateway("FAAS_TIMEOUT", "1s");

    @Test
    void a_web_socket_carries_messages_both_ways() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        CompletableFuture<WebSocket> opening = wire.gateway()
                .client()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + wire.gateway().port() + "/f"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        heard.complete(text.toString());
                        return CompletableFuture.completedFuture(null);
                    }
                });
        try (Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(
                    function,
                    SWITCH.replace("x/1", "websocket") + "Sec-WebSocket-Accept: " + accepted(request) + "\r\n\r\n");
            WebSocket socket = opening.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

            write(function, "\u0081\u0002hi");
            CompletableFuture<WebSocket> sent = socket.sendText("ho", true);

            assertEquals("hi", heard.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
            byte[] frame = function.getInputStream().readNBytes(8);
            assertEquals("ho", unmasked(frame));
            sent.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            socket.abort();
        }
        String line = wire.gateway().accessLog(1).getFirst();
        assertTrue(line.contains(" status=101 ") && line.contains(" attempts=1 "), line);
    }

    @Test
    void each_side_may_end_its_own_way_first() throws Exception {
        try (Socket client = wire.call(ASK);
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, SWITCH + "X-Task: 1\r\n\r\nhello");
            String head = readUntil(client, "hello");
            write(client, "all I had");
            client.shutdownOutput();
            String said = readToEnd(function);
            assertEquals(1, wire.gateway().openLeases());
            write(function, "bye");
            function.shutdownOutput();

            assertEquals("bye", readToEnd(client));

            assertTrue(request.startsWith("GET /chat ") && request.contains("Upgrade: x/1\r\n"), request);
            assertTrue(request.contains("Connection: Upgrade\r\n"), request);
            assertTrue(head.startsWith("HTTP/1.1 101 ") && head.contains("Upgrade: x/1\r\n"), head);
            assertTrue(head.contains("Connection: Upgrade\r\n") && head.contains("X-Task: 1\r\n"), head);
            assertFalse(head.contains("Content-Length") || head.contains("Transfer-Encoding"), head);
            assertEquals("all I had", said);
        }
        assertTrue(
                wire.gateway().accessLog(1).getFirst().endsWith("fault=-"),
                () -> wire.gateway().accessLog(1).getFirst());
    }

    @Test
    void what_the_client_says_before_it_knows_of_the_switch_is_not_lost() throws Exception {
        try (Socket client = wire.call(ASK + "early");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, SWITCH + "\r\n");

            assertEquals("early", readUntil(function, "early"));
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void a_function_that_refuses_the_upgrade_gives_an_ordinary_answer() throws Exception {
        try (Socket client = wire.call(ASK);
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 426 Upgrade Required\r\nUpgrade: y/2\r\nContent-Length: 2\r\n\r\nno");
            assertTrue(readUntil(client, "no").startsWith("HTTP/1.1 426 "));

            write(client, "GET /f/again HTTP/1.1\r\nHost: h\r\n\r\n");

            assertTrue(readUntil(function, "\r\n\r\n").startsWith("GET /again "));
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void a_way_around_http_1_1_is_not_passed_on() throws Exception {
        String fields =
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA";
        String ask = "GET /f HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n";
        try (Socket client = wire.call(ask);
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

            assertFalse(request.contains("Upgrade") || request.contains("HTTP2-Settings"), request);
            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void a_switch_that_nobody_asked_for_is_a_502() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, SWITCH + "\r\n");

            assertTrue(readUntil(client, "broken_answer").startsWith("HTTP/1.1 502 "));
        }
    }

    @Test
    void a_tunnel_that_is_still_for_too_long_is_closed_on_both_sides() throws Exception {
        try (Socket client = wire.call(ASK);
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, SWITCH + "\r\n");
            readUntil(client, "\r\n\r\n");

            assertEquals("", readToEnd(client));
            assertEquals("", readToEnd(function));
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().endsWith("fault=too_slow"));
    }

    @Test
    void a_client_that_vanishes_ends_the_tunnel_at_the_function() throws Exception {
        try (Socket function = tunnelOfAClientThatVanishes()) {
            assertEquals("", readToEnd(function));
        }
        assertTrue(wire.gateway().accessLog(1).getFirst().contains(" status=101 "));
    }

    @Test
    void a_shutdown_waits_for_tunnels_and_then_cuts_them_off() throws Exception {
        try (Socket client = wire.call(ASK);
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, SWITCH + "\r\n");
            readUntil(client, "\r\n\r\n");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(wire.gateway()::stop);
            Await.until(
                    "draining",
                    Duration.ofMillis(PATIENCE_MILLIS),
                    () -> wire.gateway().admin("/readyz").statusCode(),
                    status -> status == 503);

            write(client, "still here");

            assertEquals("still here", readUntil(function, "still here"));
            assertFalse(stopped.isDone());
            client.shutdownOutput();
            function.shutdownOutput();
            stopped.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private Socket tunnelOfAClientThatVanishes() throws IOException {
        try (Socket client = wire.call(ASK)) {
            Socket function = wire.accept();
            readUntil(function, "\r\n\r\n");
            write(function, SWITCH + "\r\n");
            readUntil(client, "\r\n\r\n");
            client.setSoLinger(true, 0);
            return function;
        }
    }

    private static String accepted(String request) throws Exception {
        Matcher key = Pattern.compile("(?i)Sec-WebSocket-Key: (\\S+)").matcher(request);
        assertTrue(key.find(), request);
        byte[] text = (key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    }

    /** The text of a short frame with a mask: two bytes of head, four of mask (RFC 6455 §5.2). */
    private static String unmasked(byte[] frame) {
        StringBuilder text = new StringBuilder();
        for (int i = 6; i < frame.length; i++) {
            text.append((char) (frame[i] ^ frame[2 + (i - 6) % 4]));
        }
        return text.toString();
    }
}
