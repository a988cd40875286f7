package faas.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A port that stops to answer: once its queue is full, the system drops what comes, as if the node were gone. */
final class Deaf implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();

    Deaf() throws IOException {
        socket.setSoTimeout(Wire.PATIENCE_MILLIS);
    }

    int port() {
        return socket.getLocalPort();
    }

    Socket accept() throws IOException {
        return socket.accept();
    }

    void stopListening() throws IOException {
        while (true) {
            Socket next = new Socket();
            queue.add(next);
            try {
                next.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 100);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
    }

    /** Takes up its queue, and then the first connection that was dropped, as soon as the system makes it once more. */
    Socket listenAgain() throws IOException {
        Set<Integer> queued = queue.stream().map(Socket::getLocalPort).collect(Collectors.toSet());
        while (true) {
            Socket next = socket.accept();
            if (!queued.contains(next.getPort())) {
                next.setSoTimeout(Wire.PATIENCE_MILLIS);
                return next;
            }
            next.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket waiting : queue) {
            waiting.close();
        }
        socket.close();
    }
}
