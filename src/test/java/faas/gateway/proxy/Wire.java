package faas.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Raw sockets on both sides of the gateway: a client's, and those of a task that the test plays itself. */
final class Wire implements AfterEachCallback {
    static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final ServerSocket replica;

    Wire() {
        try {
            replica = new ServerSocket(0);
            replica.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port at which the task listens. */
    int port() {
        return replica.getLocalPort();
    }

    /** The task's side of the next connection the gateway makes. */
    Socket accept() throws IOException {
        Socket function = replica.accept();
        function.setSoTimeout(PATIENCE_MILLIS);
        return function;
    }

    /**
     * The same for the next call, whose head has been read, past connections without one: they only check the way to a
     * task that was slow to answer.
     */
    Socket acceptCall() throws IOException {
        while (true) {
            Socket function = accept();
            try {
                readUntil(function, "\r\n\r\n");
                return function;
            } catch (IOException check) {
                function.close();
            }
        }
    }

    /** A client that has sent this much of a request. */
    static Socket call(int gatewayPort, String request) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gatewayPort);
        client.setSoTimeout(PATIENCE_MILLIS);
        write(client, request);
        return client;
    }

    static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** All up to and with the end; an error that shows what came if it did not come. */
    static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (seen.indexOf(end) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended before \"" + end + "\": " + seen);
            }
            seen.append((char) b);
        }
        return seen.toString();
    }

    /** All up to the end of the connection, whether orderly or not. */
    static String readToEnd(Socket socket) throws IOException {
        StringBuilder seen = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                seen.append((char) b);
            }
        } catch (java.net.SocketException reset) {
            seen.append("");
        }
        return seen.toString();
    }

    /** Connections are refused from now on. */
    void stopListening() throws IOException {
        replica.close();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        replica.close();
    }
}
