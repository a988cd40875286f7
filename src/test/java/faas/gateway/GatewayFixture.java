package faas.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import faas.gateway.admin.access.Login;
import faas.gateway.config.ConfigException;
import faas.gateway.config.GatewayConfig;
import faas.gateway.config.LoginFiles;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Rollout;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Snapshot;
import faas.gateway.function.Usage;
import faas.gateway.io.MemoryLimits;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.routing.Upstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * A real gateway on free ports, for which the test publishes what runs where. After each test, no lease may be open on any
 * upstream there was, no network buffer in use, and no connection of a client, to a task or of the operator open. Nothing above a
 * warning may have been logged.
 */
public final class GatewayFixture implements BeforeEachCallback, AfterEachCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Heap and also direct memory of a container with 512 MiB. */
    private static final long MEMORY_BYTES = 128L * 1024 * 1024;

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "FAAS_LISTEN", "127.0.0.1:0",
            "FAAS_ADMIN_LISTEN", "127.0.0.1:0",
            "FAAS_IO_THREADS", "2",
            "FAAS_DRAIN_DELAY", "0s"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> accessLog = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, DeployedFunction> deployed = new HashMap<>();
    private final Set<Upstream> recorded = ConcurrentHashMap.newKeySet();
    private final AtomicLong skippedNanos = new AtomicLong();
    private IoThreads ioThreads = IoThreads.NONE;
    private GatewayMetrics metrics = new GatewayMetrics();
    private FakeDiscovery swarm = new FakeDiscovery();
    private MemoryLimits memory = MemoryLimits.of(MEMORY_BYTES, MEMORY_BYTES);
    private @Nullable Gateway running;

    /** Adds a setting; to be called before the test. */
    public GatewayFixture with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Has the operator log in as {@code admin} with the password {@code secret}; to be called before the test. */
    public GatewayFixture withLogin(Path folder) {
        return with("FAAS_BASIC_AUTH_USER_FILE", TestFiles.write(folder, "user", "admin"))
                .with("FAAS_BASIC_AUTH_PASSWORD_FILE", TestFiles.write(folder, "password", "secret"));
    }

    /** A fixture with further settings, given as name, value, name, value. */
    public GatewayFixture(String... more) {
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
    }

    /** Limits the memory for clients; to be called before the test. */
    public GatewayFixture withMemory(MemoryLimits limits) {
        memory = limits;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws ConfigException, IOException {
        log.list.clear();
        accessLog.clear();
        log.start();
        root().addAppender(log);
        deployed.clear();
        recorded.clear();
        swarm = new FakeDiscovery();
        GatewayConfig config = GatewayConfig.from(settings, 2);
        Optional<Login> login = Optional.empty();
        if (config.login().isPresent()) {
            LoginFiles files = config.login().get();
            login = Optional.of(new Login(files.user(), files.password(), this::nanoTime));
        }
        metrics = new GatewayMetrics();
        running = new Gateway(
                config, login, swarm, metrics, memory, Optional.of(this::logCall), this::nanoTime, new Random(1));
        ioThreads = IoThreads.startedBy(gateway()::start);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Await.until("every lease to end", TIMEOUT, this::openLeases, open -> open == 0);
        gateway().close();
        Await.until("every buffer to come back", TIMEOUT, gateway().loops()::buffersInUse, used -> used == 0);
        Await.until("every connection to close", TIMEOUT, gateway().loops()::connections, open -> open == 0);
        Await.until("every IO thread to end", TIMEOUT, ioThreads::alive, List::isEmpty);
        root().detachAppender(log);
        assertEquals(List.of(), lines(Level.ERROR), "errors in the log");
    }

    /** Deploys a function as one service with a task at each of these ports of this machine, and publishes it. */
    public void deploy(String function, int... ports) {
        deploy(function, endpoints(function, ports));
    }

    /** Deploys a function with these endpoints, and publishes it. */
    public void deploy(String function, List<Endpoint> endpoints) {
        deploy(function, Math.max(1, endpoints.size()), FunctionPolicy.DEFAULT, endpoints);
    }

    /** Deploys a function as one service with a number of requested tasks, and publishes it. */
    public void deploy(String function, int replicas, FunctionPolicy policy, int... ports) {
        deploy(function, replicas, policy, endpoints(function, ports));
    }

    private void deploy(String function, int replicas, FunctionPolicy policy, List<Endpoint> endpoints) {
        FunctionService service =
                new FunctionService(function, "faas_" + function, 8080, replicas, policy, endpoints, List.of());
        deploy(new DeployedFunction(function, List.of(service)));
    }

    /** Deploys a function as several services, each with one task at this port of this machine, and publishes it. */
    public void deployTogether(String name, int port, FunctionPolicy... policies) {
        List<FunctionService> services = new ArrayList<>();
        for (FunctionPolicy policy : policies) {
            String id = name + services.size();
            Endpoint task = new Endpoint(id, id, "node1", 1, "127.0.0.1", port);
            services.add(new FunctionService(id, name, 8080, 1, policy, List.of(task), List.of()));
        }
        deploy(new DeployedFunction(name, services));
    }

    /** What the diagnosis says about the service of a function that was deployed as one. */
    public String diagnosis(String function) {
        discoverySays(new Diagnosis(List.of(new Diagnosis.Service(
                function,
                "faas_" + function,
                function,
                true,
                Rollout.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of()))));
        return admin("/system/diagnosis").body();
    }

    /** Deploys a function, and publishes it. */
    public void deploy(DeployedFunction function) {
        recordUpstreams(function.name());
        deployed.put(function.name(), function);
        swarm.publish(new Snapshot(deployed));
    }

    /** A task of the function at each of these ports of this machine, each on its own node. */
    private static List<Endpoint> endpoints(String function, int... ports) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int port : ports) {
            int slot = endpoints.size() + 1;
            endpoints.add(new Endpoint(function + "-" + port, function, "node" + slot, slot, "127.0.0.1", port));
        }
        return endpoints;
    }

    /**
     * Keeps the upstreams that the next snapshot may remove. The route is resolved first: a call that would do so meanwhile adds
     * none.
     */
    private void recordUpstreams(String function) {
        if (deployed.containsKey(function)) {
            gateway().table().find(function);
            recorded.addAll(gateway().table().upstreams());
        }
    }

    /** Has so many gateways share the calls from now on, which come through the ingress mesh or do not. */
    public void gateways(int number, boolean behindMesh) {
        swarm.publish(new Snapshot(deployed, number, behindMesh));
    }

    /** The services whose tasks the gateway found unreachable. */
    public List<String> suspected() {
        return List.copyOf(swarm.suspected());
    }

    /** The number of queued calls. */
    public int held() {
        return gateway().table().held();
    }

    public void remove(String function) {
        recordUpstreams(function);
        deployed.remove(function);
        swarm.publish(new Snapshot(deployed));
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** The status of a GET with these headers. */
    public int status(String path, String... headers) {
        return get(path, headers).statusCode();
    }

    public HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Sends a GET without waiting for the response. */
    public CompletableFuture<HttpResponse<String>> getLater(String path) {
        return client.sendAsync(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no response from the gateway", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public HttpClient client() {
        return client;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public int port() {
        return gateway().publicAddresses().getFirst().port();
    }

    public HttpResponse<String> admin(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort() + path))
                .build());
    }

    public int adminPort() {
        return gateway().adminAddress().port();
    }

    /** The port for clients inside the network. */
    public int internalPort() {
        return gateway().internalAddresses().getFirst().port();
    }

    /** The port of the page for people, if the settings give it one. */
    public int uiPort() {
        return gateway().uiAddress().orElseThrow().port();
    }

    /** The port for clients over TLS. */
    public int tlsPort() {
        return gateway().tlsAddresses().getFirst().port();
    }

    private Gateway gateway() {
        return Objects.requireNonNull(running);
    }

    /** Drains and stops the gateway, as SIGTERM does. */
    public void stop() {
        gateway().close();
    }

    /** Sets the status of discovery. */
    public void discoverySays(DiscoveryStatus status) {
        swarm.status(status);
    }

    /** Sets the diagnosis of discovery. */
    public void discoverySays(Diagnosis diagnosis) {
        swarm.diagnosis(diagnosis);
    }

    /** Sets how services were deployed, by their ids. */
    public void discoverySays(Map<String, ServiceSpec> specs) {
        swarm.specs(specs);
    }

    /** Sets what the logs of services are. */
    public void logs(LogSource source) {
        swarm.log(source);
    }

    /** Sets what the tasks of services use, by the services' ids. */
    public void usage(Map<String, Usage> now) {
        swarm.usage(now);
    }

    /** The gateway's metrics, for calls that a test only counts. */
    public GatewayMetrics metrics() {
        return metrics;
    }

    /** The lines of the access log, once there are that many; a line is written after the response's last byte. */
    public List<String> accessLog(int lines) {
        return Await.until(lines + " lines", TIMEOUT, () -> List.copyOf(accessLog), log -> log.size() >= lines);
    }

    /** The access log, once one of its lines fits. */
    public List<String> awaitAccessLog(Predicate<String> one) {
        return Await.until(
                "a line",
                TIMEOUT,
                () -> List.copyOf(accessLog),
                log -> log.stream().anyMatch(one));
    }

    private void logCall(StringBuilder line) {
        accessLog.add(line.toString());
    }

    /** The number of calls that hold a lease, also on a task that is gone. */
    public int openLeases() {
        return Stream.concat(recorded.stream(), gateway().table().upstreams().stream())
                .distinct()
                .mapToInt(Upstream::inFlight)
                .sum();
    }

    /** The number of tasks in resolved routes; the first call of a function resolves its route. */
    public int upstreams() {
        return gateway().table().upstreams().size();
    }

    /** The number of network buffers in use. */
    public int buffersInUse() {
        return gateway().loops().buffersInUse();
    }

    /** The number of open connections: of clients, to tasks and of the operator. */
    public int connections() {
        return gateway().loops().connections();
    }

    /** Lets time pass for the gateway; its clock runs on from there. */
    public void skip(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
    }

    private long nanoTime() {
        return System.nanoTime() + skippedNanos.get();
    }

    /** Waits until each IO thread has done what it was at; a buffer in use may be that of a request that is being read. */
    public void awaitIoThreads() {
        ioThreads.keepBusy(new CountDownLatch(0), TIMEOUT);
    }

    /** Keeps every IO thread busy until the latch opens; they are busy when this returns. */
    public void keepIoThreadsBusy(CountDownLatch until) {
        ioThreads.keepBusy(until, TIMEOUT);
    }

    /** The messages logged so far, at a level or above. */
    public List<String> lines(Level atLeast) {
        return Stream.of(log.list.toArray(ILoggingEvent[]::new))
                .filter(event -> event.getLevel().isGreaterOrEqual(atLeast))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static ch.qos.logback.classic.Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");
    }
}
