package faas.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port that stops to answer: once its queue is full, the system drops what comes, as if the node were gone. */
final class Deaf implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();

    Deaf() throws IOException {}

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

    @Override
    public void close() throws IOException {
        for (Socket waiting : queue) {
            waiting.close();
        }
        socket.close();
    }
}
