import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Three functions over HTTP/1.1: {@code Functions SINK_PORT SLOW_PORT SLOTS_PORT}. All read the body of a request as fast as it comes
 * and respond with the byte 3, the slow one after five seconds.
 */
final class Functions {
    private static final byte[] RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3".getBytes(StandardCharsets.US_ASCII);
    private static final int SLOW_SECONDS = 5;
    private static final int BACKLOG = 4096;

    private Functions() {}

    static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().start(serving(Integer.parseInt(arguments[0]), 0));
        Thread.ofPlatform().start(serving(Integer.parseInt(arguments[1]), SLOW_SECONDS));
        Thread.ofPlatform().start(serving(Integer.parseInt(arguments[2]), 0));
    }

    private static Runnable serving(int port, int seconds) throws IOException {
        ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        return () -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket, seconds));
                } catch (IOException e) {
                    // The client went away before it was accepted.
                }
            }
        };
    }

    private static void serve(Socket socket, int seconds) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (List<String> head = readLines(in); !head.isEmpty(); head = readLines(in)) {
                readBody(in, head);
                TimeUnit.SECONDS.sleep(seconds);
                socket.getOutputStream().write(RESPONSE);
            }
        } catch (IOException e) {
            // The proxy has ended the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readBody(InputStream in, List<String> head) throws IOException {
        for (String line : head) {
            if (line.startsWith("content-length:")) {
                in.skipNBytes(Long.parseLong(line.substring("content-length:".length()).strip()));
                return;
            }
            if (line.startsWith("transfer-encoding:")) {
                readChunks(in);
                return;
            }
        }
    }

    private static void readChunks(InputStream in) throws IOException {
        long length;
        do {
            length = Long.parseLong(readLine(in).split(";", 2)[0].strip(), 16);
            in.skipNBytes(length);
            readLine(in);
        } while (length > 0);
    }

    /** In lower case, up to an empty line; empty at the end of the connection. */
    private static List<String> readLines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        in.mark(1);
        if (in.read() < 0) {
            return lines;
        }
        in.reset();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            lines.add(line.toLowerCase(Locale.ROOT));
        }
        return lines;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
