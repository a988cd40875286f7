import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A function without bodies that takes between one and five seconds, a different time for each call; at the port it is given. */
class Slow {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 4096;

    /** Milliseconds. The step shares no factor with the number of different times, so all of them occur, and in every run the same. */
    private static final int LEAST = 1_000;
    private static final int TIMES = 4_001;
    private static final int STEP = 1_543;

    private static final AtomicInteger calls = new AtomicInteger();

    static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), BACKLOG, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(LEAST + (long) Math.floorMod(calls.getAndIncrement() * STEP, TIMES));
                    socket.getOutputStream().write(ANSWER);
                }
            }
        } catch (IOException e) {
            // The proxy closed an idle connection, or its caller hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
