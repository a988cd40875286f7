package faas.gateway.conformance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A WebSocket server of an independent library that sends every message back. */
final class EchoServer extends WebSocketServer implements AutoCloseable {
    private static final int STOP_MILLIS = 1000;

    private final CountDownLatch started = new CountDownLatch(1);

    private EchoServer() {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    }

    static EchoServer started() throws InterruptedException {
        EchoServer server = new EchoServer();
        server.setConnectionLostTimeout(0);
        server.start();
        if (!server.started.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the WebSocket server did not start");
        }
        return server;
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        connection.send(message);
    }

    @Override
    public void onMessage(WebSocket connection, ByteBuffer message) {
        connection.send(message);
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket connection, Exception fault) {}

    @Override
    public void close() {
        try {
            stop(STOP_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
