import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens as many connections as it is told, makes one call on each, says "open" and keeps them; at a line of input it makes
 * one more call on each and says how many of all calls failed.
 */
class IdleClients {
    private static final int LIMIT_MILLIS = 10_000;

    static void main(String[] arguments) throws IOException {
        URI uri = URI.create(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        byte[] request = ("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        List<Socket> sockets = new ArrayList<>();
        int failed = 0;
        for (int i = 0; i < clients; i++) {
            Socket socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout(LIMIT_MILLIS);
            sockets.add(socket);
            failed += call(socket, request) ? 0 : 1;
        }
        IO.println("open");
        IO.readln();
        for (Socket socket : sockets) {
            failed += call(socket, request) ? 0 : 1;
        }
        IO.println(failed);
    }

    /** Whether it was answered as every replica answers: 200, and the body 3. */
    private static boolean call(Socket socket, byte[] request) {
        byte[] buffer = new byte[4096];
        int length = 0;
        try {
            socket.getOutputStream().write(request);
            while (length < buffer.length) {
                int read = socket.getInputStream().read(buffer, length, buffer.length - length);
                if (read < 0) {
                    return false;
                }
                length += read;
                String answer = new String(buffer, 0, length, StandardCharsets.US_ASCII);
                if (answer.startsWith("HTTP/1.1 200 ") && (answer.endsWith("\r\n\r\n3") || answer.endsWith("\r\n\r\n1\r\n3\r\n0\r\n\r\n"))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
