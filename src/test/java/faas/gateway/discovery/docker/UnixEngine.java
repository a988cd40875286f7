package faas.gateway.discovery.docker;

import faas.gateway.discovery.RunningDiscovery;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.TaskSample;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fake Engine on a real unix socket, which can hang, and sends events when the test does. */
public final class UnixEngine implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> streams = new CopyOnWriteArrayList<>();
    private final AtomicInteger streamsOpened = new AtomicInteger();
    private final AtomicInteger openConnections = new AtomicInteger();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean noSuchService;

    public UnixEngine(Path folder) throws IOException {
        socket = folder.resolve("docker.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("unix-engine").start(this::accept);
    }

    public URI uri() {
        return URI.create("unix://" + socket);
    }

    public void services(ServiceSample... services) {
        json("/services", Stream.of(services).map(ServiceSample::json).collect(list()));
    }

    /** Sets the tasks, in addition to the gateway's own. */
    public void tasks(TaskSample... tasks) {
        onlyTasks(RunningDiscovery.withOwnTask(tasks));
    }

    /** Sets all tasks; the gateway is not one of them. */
    public void onlyTasks(TaskSample... tasks) {
        json("/tasks", Stream.of(tasks).map(TaskSample::json).collect(list()));
    }

    public void json(String path, String body) {
        answers.put(path, body);
    }

    /** From now on accepts requests for the path and does not respond. */
    public void hangOn(String path) {
        hanging.add(path);
    }

    public void recoverOn(String path) {
        hanging.remove(path);
    }

    public int streamsOpened() {
        return streamsOpened.get();
    }

    /** Connections that the client has not closed. */
    public int openConnections() {
        return openConnections.get();
    }

    public int taskRequests() {
        return (int) requests().stream()
                .filter(request -> request.startsWith("/tasks"))
                .count();
    }

    /** The targets of all requests except those for events, decoded. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void forgetRequests() {
        requests.clear();
    }

    /** From now on responds to requests for the tasks of single services as if one of the services did not exist. */
    public void noSuchService() {
        noSuchService = true;
    }

    /** Sends an event on all open streams. */
    public void event(String json) throws IOException {
        for (SocketChannel stream : streams) {
            write(stream, Integer.toHexString(json.length()) + "\r\n" + json + "\r\n");
        }
    }

    /** Closes the streams as a killed daemon does. */
    public void dropStreams() throws IOException {
        for (SocketChannel stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
        asked.forEach(request -> DockerRights.check(request.split(" ", 2)[0], request.split(" ", 2)[1]));
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                openConnections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void serve(SocketChannel connection) {
        try {
            for (String target = request(connection); !target.isEmpty(); target = request(connection)) {
                answer(connection, target);
            }
        } catch (IOException e) {
            // closed by either side
        } finally {
            openConnections.decrementAndGet();
        }
    }

    /** The target of the next request; empty at the end of the connection. */
    private String request(SocketChannel connection) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (connection.read(buffer.clear()) < 0) {
                return "";
            }
            head.append((char) buffer.flip().get());
        }
        String[] words = head.toString().split(" ", 3);
        asked.add(words[0] + " " + words[1]);
        return words[1];
    }

    private void answer(SocketChannel connection, String target) throws IOException {
        String path = target.split("\\?", 2)[0];
        if (path.equals("/events")) {
            write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            streams.add(connection);
            streamsOpened.incrementAndGet();
            return;
        }
        requests.add(URLDecoder.decode(target, StandardCharsets.UTF_8));
        if (hanging.contains(path)) {
            return;
        }
        if (noSuchService && target.startsWith("/tasks?")) {
            String refusal = "{\"message\":\"service not found\"}";
            write(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: " + refusal.length() + "\r\n\r\n" + refusal);
            return;
        }
        String body = answers.getOrDefault(path, "[]");
        write(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void write(SocketChannel connection, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private static Collector<CharSequence, ?, String> list() {
        return Collectors.joining(",", "[", "]");
    }
}
