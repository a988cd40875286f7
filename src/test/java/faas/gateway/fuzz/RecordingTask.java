package faas.gateway.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /** Calls whose requests may still come; a late one is older by a few cases at most. */
    private static final int REMEMBERED = 2000;

    private final ServerSocket server;
    private final Map<String, Expected> calls = new ConcurrentHashMap<>();
    private final Deque<String> recent = new ArrayDeque<>();
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
        calls.put(id, new Expected(call, new ConcurrentLinkedQueue<>()));
        recent.add(id);
        if (recent.size() > REMEMBERED) {
            calls.remove(recent.remove());
        }
    }

    /** The requests that have come for a call. */
    List<Message> received(String id) {
        Expected expected = calls.get(id);
        return expected == null ? List.of() : List.copyOf(expected.received());
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
            ReplyFlaw before = ReplyFlaw.NONE;
            for (Message head = reader.head(); head != null; head = reader.head()) {
                if (before != ReplyFlaw.NONE) {
                    strays.add("connection used again after a malformed response, " + before + ": " + head);
                }
                String id = head.values(ID).stream().findFirst().orElse("");
                Expected expected = calls.get(id);
                if (expected == null) {
                    strays.add("a request that no call asked for: " + head);
                    return;
                }
                Message request = head.isWhole() ? reader.body(head, false) : head;
                expected.received().add(request);
                if (expected.received().size() > 1) {
                    strays.add("several requests for one call: " + request);
                }
                if (!request.isWhole()) {
                    return;
                }
                Call call = expected.call();
                send(socket.getOutputStream(), call.reply().bytes(call.method()));
                before = call.reply().flaw();
                if (before.cuts() || call.reply().framing() == Framing.CLOSE) {
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

    /** A call, and the requests that came for it. */
    private record Expected(Call call, Queue<Message> received) {}
}
