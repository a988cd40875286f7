package faas.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes on one connection to a port, towards it byte by byte. */
final class Trickle implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket target;

    Trickle(int port) throws IOException {
        target = new Socket(InetAddress.getLoopbackAddress(), port);
        target.setTcpNoDelay(true);
        Thread.ofVirtual().start(this::run);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void run() {
        try (Socket client = listener.accept()) {
            Thread.ofVirtual().start(() -> {
                try {
                    target.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                    // The test has ended.
                }
            });
            InputStream in = client.getInputStream();
            OutputStream out = target.getOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                out.write(next);
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        target.close();
    }
}
