package faas.gateway.discovery.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import faas.gateway.discovery.RunningDiscovery;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.TaskSample;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A fake Engine with thousands of services, whose lists are generated while they are written. */
public final class LargeEngine implements AutoCloseable {
    /** Other fields of a real Engine, so that a task has a realistic size. */
    private static final String PADDING = "\"Spec\":{\"ContainerSpec\":{\"Image\":\"faas/addition@sha256:"
            + "0".repeat(64) + "\",\"Env\":[\"" + "x".repeat(700) + "\"]}}";

    private static final Pattern NAMED = Pattern.compile("service-(\\d+)");

    private final int services;
    private final int tasksEach;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile int runningFrom;

    public LargeEngine(int services, int tasksEach) throws IOException {
        this.services = services;
        this.tasksEach = tasksEach;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
    }

    public static String serviceId(int number) {
        return "service-" + number;
    }

    /** From now on the tasks in lower slots are still starting. */
    public void runningFrom(int slot) {
        runningFrom = slot;
    }

    /** The targets of all requests except those for events, decoded. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The bytes of all responses so far. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        DockerRights.check(exchange.getRequestMethod(), target);
        String path = exchange.getRequestURI().getPath();
        exchange.sendResponseHeaders(200, 0);
        if (path.equals("/events")) {
            exchange.getResponseBody().flush();
            return;
        }
        String decoded = URLDecoder.decode(target, StandardCharsets.UTF_8);
        requests.add(decoded);
        int[] named = target.contains("?")
                ? NAMED.matcher(decoded)
                        .results()
                        .mapToInt(match -> Integer.parseInt(match.group(1)))
                        .toArray()
                : IntStream.range(0, services).toArray();
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            write(path, named, out);
        }
    }

    private void write(String path, int[] named, OutputStream out) throws IOException {
        String separator = "[";
        if (path.equals("/tasks")) {
            write(
                    out,
                    separator + TaskSample.ofGateway(RunningDiscovery.CONTAINER).json());
            separator = ",";
        }
        for (int service : path.equals("/nodes") ? new int[0] : named) {
            if (path.equals("/services")) {
                write(out, separator + service(service));
                separator = ",";
            }
            for (int slot = 1; path.equals("/tasks") && slot <= tasksEach; slot++) {
                write(out, separator + task(service, slot));
            }
        }
        write(out, path.equals("/nodes") ? "[]" : "]");
    }

    private String service(int service) {
        return "{\"ID\":\"" + serviceId(service) + "\",\"Version\":{\"Index\":12},\"Spec\":{\"Name\":\"faas_f" + service
                + "\",\"Labels\":{\"faas.name\":\"f" + service + "\"},\"Mode\":{\"Replicated\":{\"Replicas\":"
                + tasksEach
                + "}},\"TaskTemplate\":{\"Networks\":[{\"Target\":\"" + ServiceSample.NETWORK + "\"}]}}," + PADDING
                + "}";
    }

    private String task(int service, int slot) {
        String id = service + "-" + slot;
        String container = "0".repeat(64 - id.length()) + id;
        return "{\"ID\":\"task-of-25-characters-" + id + "\",\"Version\":{\"Index\":30}," + PADDING
                + ",\"ServiceID\":\""
                + serviceId(service) + "\",\"Slot\":" + slot + ",\"NodeID\":\"node-" + slot
                + "\",\"DesiredState\":\"running\",\"Status\":{\"State\":\""
                + (slot < runningFrom ? "starting" : "running")
                + "\",\"ContainerStatus\":{\"ContainerID\":\"" + container
                + "\"}},\"NetworksAttachments\":[{\"Network\":"
                + "{\"ID\":\"" + ServiceSample.NETWORK + "\",\"Spec\":{\"Name\":\"functions\"}},\"Addresses\":[\"10."
                + (service >> 8) + "." + (service & 255) + "." + slot + "/8\"]}]}";
    }

    private void write(OutputStream out, String text) throws IOException {
        byte[] written = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(written);
        bytes.addAndGet(written.length);
    }
}
