import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Reads the bodies of requests as fast as they come, and answers at their end; at the port it is given. */
class Sink {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3".getBytes(StandardCharsets.US_ASCII);

    static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), 0, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        byte[] buffer = new byte[256 * 1024];
        try (socket; InputStream in = socket.getInputStream()) {
            for (long length = readHead(in); length >= 0; length = readHead(in)) {
                while (length > 0) {
                    int read = in.read(buffer, 0, (int) Math.min(buffer.length, length));
                    if (read < 0) {
                        return;
                    }
                    length -= read;
                }
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            // The proxy closed an idle connection, or broke off.
        }
    }

    /** The length of the body; -1 if the connection has ended. */
    private static long readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                return -1;
            }
            head.append((char) read);
        }
        return head.toString().lines()
                .map(String::toLowerCase)
                .filter(line -> line.startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
