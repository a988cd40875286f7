package faas.gateway.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A task that records every request and sends the bytes chosen for it. A call is known by its field
 * {@value #ID}.
 */
final class RecordingTask implements AutoCloseable {
    static final String ID = "Fuzz-Id";

    private final ServerSocket server;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final Map<String, Queue<Message>> received = new ConcurrentHashMap<>();
    private final Queue<String> strays = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    RecordingTask() throws IOException {
        server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void expect(String id, Call call) {
        received.put(id, new ConcurrentLinkedQueue<>());
        calls.put(id, call);
    }

    /** The requests that came for a call, which is then forgotten. */
    List<Message> take(String id) {
        calls.remove(id);
        Queue<Message> came = received.remove(id);
        return came == null ? List.of() : List.copyOf(came);
    }

    /** Requests that no call asked for, and those on a connection that was not to be used again. */
    List<String> takeStrays() {
        List<String> taken = new ArrayList<>();
        for (String stray = strays.poll(); stray != null; stray = strays.poll()) {
            taken.add(stray);
        }
        return taken;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            MessageReader reader = new MessageReader(socket.getInputStream());
            boolean flawed = false;
            for (Message head = reader.head(); head != null; head = reader.head()) {
                if (flawed) {
                    strays.add("connection used again after a malformed response: " + head);
                    return;
                }
                String id = head.values(ID).stream().findFirst().orElse("");
                Call call = calls.get(id);
                if (call == null) {
                    strays.add("a request that no call asked for: " + head);
                    return;
                }
                Message whole = head.isWhole() ? reader.body(head, false) : head;
                Queue<Message> came = received.get(id);
                if (came != null) {
                    came.add(whole);
                }
                if (!whole.isWhole()) {
                    return;
                }
                send(socket.getOutputStream(), call.reply().bytes(call.method()));
                flawed = call.reply().isFlawed();
                if (call.reply().flaw().cuts() || call.reply().framing() == Framing.CLOSE) {
                    return;
                }
            }
        } catch (IOException e) {
            // The gateway closed the connection, which the client's side of the call shows.
        } finally {
            open.remove(socket);
        }
    }

    private static void send(OutputStream out, String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
