package faas.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import faas.gateway.GatewayFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** WebSocket cases through the gateway's tunnel, compared byte by byte with the same case at the server itself. */
class TunnelTest {
    private static final int LIMIT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    /** Fewer than these would mean that a group is missing. */
    private static final int LEAST_CASES = 150;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @BeforeAll
    static void ignoreWhatTheServerLogsOfInvalidFrames() {
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger("org.java_websocket")
                .setLevel(Level.OFF);
    }

    @Test
    void the_tunnel_alters_no_byte_of_any_case() throws Exception {
        List<TunnelCase> cases = TunnelCases.all();
        List<List<String>> rows = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        try (EchoServer server = EchoServer.started()) {
            gateway.deploy("f", server.getPort());
            for (TunnelCase one : cases) {
                String fault = fault(one, server.getPort());
                rows.add(List.of(one.number(), one.what(), fault.isEmpty() ? "PASSED" : "FAILED", fault));
                if (!fault.isEmpty()) {
                    failed.add(one + ": " + fault);
                }
            }
        }

        Table.write("tunnel", rows);
        assertEquals(List.of(), failed);
        assertTrue(cases.size() >= LEAST_CASES, "only " + cases.size() + " cases");
    }

    /** What is wrong with the case, or nothing. */
    private String fault(TunnelCase one, int serverPort) throws Exception {
        byte[] direct;
        byte[] tunnelled;
        try {
            direct = received(one, serverPort, "/");
        } catch (IOException e) {
            return "the server itself: " + e;
        }
        try {
            tunnelled = received(one, gateway.port(), "/f/");
        } catch (IOException e) {
            return "through the gateway: " + e;
        }
        if (closeCode(direct) != one.closeCode()) {
            return "the server itself closed with " + closeCode(direct) + " instead of " + one.closeCode();
        }
        int differs = Arrays.mismatch(direct, tunnelled);
        return differs < 0
                ? ""
                : "differs at byte " + differs + "; " + direct.length + " bytes directly, " + tunnelled.length
                        + " through the gateway";
    }

    /** Every byte that comes back after the handshake, to the end of the connection. */
    private static byte[] received(TunnelCase one, int port, String path) throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(LIMIT_MILLIS);
            client.setTcpNoDelay(true);
            handshake(client, path);
            CompletableFuture<Void> sent = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    send(client.getOutputStream(), one);
                    sent.complete(null);
                } catch (IOException e) {
                    sent.completeExceptionally(e);
                }
            });
            byte[] received = client.getInputStream().readAllBytes();
            sent.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            return received;
        }
    }

    private static void send(OutputStream out, TunnelCase one) throws IOException {
        byte[] bytes = one.sent().bytes();
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(one.pieceBytes(), bytes.length - at);
            out.write(bytes, at, piece);
            at += piece;
        }
    }

    private static void handshake(Socket client, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended within the handshake: " + head);
            }
            head.append((char) next);
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 101 "), head.toString());
        assertTrue(head.toString().contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), head.toString());
    }

    /** The code of the Close frame, which is the last one; 0 if it has none, -1 if there is no Close frame. */
    private static int closeCode(byte[] received) {
        int at = 0;
        while (at + 1 < received.length) {
            int first = received[at] & 0xff;
            int length = received[at + 1] & 0x7f;
            int head = length == 127 ? 10 : length == 126 ? 4 : 2;
            if (first == (Frames.FIN | Frames.CLOSE)) {
                return length < 2 ? 0 : ((received[at + 2] & 0xff) << 8) | (received[at + 3] & 0xff);
            }
            for (int i = 2, size = 0; i < head; i++) {
                size = (size << 8) | (received[at + i] & 0xff);
                length = size;
            }
            at += head + length;
        }
        return -1;
    }
}
