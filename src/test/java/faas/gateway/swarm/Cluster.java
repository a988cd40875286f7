package faas.gateway.swarm;

import faas.gateway.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Swarm of three nodes that {@code src/engine/cluster} makes, with the stack on it: gateway and manager on node 1.
 *
 * <p>After each test its services are removed, and what it did to nodes is undone.
 */
final class Cluster implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    static final int MANAGER = 1;

    private static final int NODES = 3;
    private static final int PORT = 8080;
    private static final int FAR_PORT = 8081;
    private static final int LIMIT_SECONDS = 60;

    private final Path home = Path.of(given("CLUSTER_HOME"));
    private final String subnet = given("CLUSTER_SUBNET");
    private final List<Docker> nodes = IntStream.rangeClosed(1, NODES)
            .mapToObj(node -> new Docker(environment(node)))
            .toList();
    private final Stack stack;
    private final List<String> services = new ArrayList<>();
    private final List<Runnable> repairs = new ArrayList<>();
    private final Set<Integer> ended = new HashSet<>();

    Cluster() {
        this("stack.yml");
    }

    Cluster(String stackFile) {
        stack = new Stack(stackFile, address(MANAGER), PORT, environment(MANAGER));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        stack.beforeAll(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        stack.awaitStatus("/addition?a=1&b=2", 200);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        repairs.reversed().forEach(Runnable::run);
        repairs.clear();
        services.forEach(stack::removeService);
        services.clear();
        awaitNodes("Ready", NODES);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stack.afterAll(context);
    }

    Stack stack() {
        return stack;
    }

    /** The docker command line on a node. */
    Docker on(int node) {
        return nodes.get(node - 1);
    }

    /** The first three numbers of the nodes' addresses. */
    String subnet() {
        return subnet;
    }

    String address(int node) {
        return subnet + "." + node;
    }

    Path folder(int node) {
        return home.resolve("node" + node);
    }

    /** Creates a function that adds, from the image of {@code addition}, and waits until that many tasks serve it. */
    void createFunction(String name, int replicas, String... options) {
        createService(
                name,
                Stream.concat(
                                Stream.of("--label", "faas.name=" + name, "--replicas", "" + replicas),
                                Stream.of(options))
                        .toArray(String[]::new));
        stack.awaitServing(path(name), replicas);
    }

    void createService(String name, String... options) {
        stack.createService(
                name,
                Stream.concat(Stream.of("--restart-delay", "1s"), Stream.of(options))
                        .toArray(String[]::new));
        services.add(name);
    }

    /** The same of an image that node 1 has; nothing is expected of it. */
    void createServiceOf(String image, String name, String... options) {
        stack.createServiceOf(image, name, options);
        services.add(name);
    }

    /** Changes a service and waits until Swarm is done with it. */
    void update(String name, String... options) {
        String[] head = {"service", "update", "--quiet", "--detach=false", "--update-monitor", "500ms"};
        on(MANAGER)
                .lines(Stream.of(head, options, new String[] {Stack.NAME + "_" + name})
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
    }

    /** Creates a gateway beside the stack's, published on the nodes it runs on: see {@link #farUri}. */
    void createGateway(String name, String... options) {
        String[] head = {"service", "create", "--quiet", "--no-resolve-image", "--name", Stack.NAME + "_" + name};
        String publish = "mode=host,target=8080,published=" + FAR_PORT;
        String[] tail = {"--publish", publish, "--network", Stack.NETWORK, "faas/gateway:latest"};
        on(MANAGER).lines(Stream.of(head, options, tail).flatMap(Stream::of).toArray(String[]::new));
        services.add(name);
    }

    /** A gateway of the stack, on the node. */
    URI uri(int node, String path) {
        return URI.create("http://" + address(node) + ":" + PORT + path);
    }

    /** The status with which the stack's gateway on a node answers a call of a function that adds, or why there is none. */
    String status(int node, String function) {
        return status(uri(node, path(function)));
    }

    /** The status of the answer to a GET, or why there is none. */
    static String status(URI uri) {
        try (KeptConnection connection = new KeptConnection(uri)) {
            return Integer.toString(connection.call().status());
        } catch (IOException e) {
            return e.toString();
        }
    }

    URI farUri(int node, String path) {
        return URI.create("http://" + address(node) + ":" + FAR_PORT + path);
    }

    /** What the container of a service's only task on a node has logged, as its own Engine tells it. */
    List<String> log(String name, int node) {
        return on(node).log(containers(name, node).getFirst());
    }

    static String path(String name) {
        return "/" + name + "?a=1&b=2";
    }

    /** Kills a task's process on a node, as an out-of-memory killer would. */
    void killTask(String name, int node) {
        on(node).lines("kill", containers(name, node).getFirst());
    }

    /** Ids of the containers of a service's tasks on a node. */
    List<String> containers(String name, int node) {
        return on(node).lines(
                        "ps", "--quiet", "--filter", "label=com.docker.swarm.service.name=" + Stack.NAME + "_" + name);
    }

    void drain(int node) {
        setAvailability(node, "drain");
        repairs.add(() -> setAvailability(node, "active"));
    }

    /** Makes a worker a manager, for the rest of the test. */
    void promote(int node) {
        repairs.add(() -> awaitRole(node, "demote", "worker "));
        awaitRole(node, "promote", "manager reachable");
    }

    /** Asks for the role until it is there: while the managers settle, requests may fail. */
    private void awaitRole(int node, String verb, String role) {
        Await.until(
                "node " + node + " to be a " + role,
                Stack.PATIENCE,
                () -> {
                    on(MANAGER).quietly("node", verb, "node" + node);
                    return on(MANAGER)
                            .linesIfAny(
                                    "node",
                                    "inspect",
                                    "--format",
                                    "{{.Spec.Role}} {{with .ManagerStatus}}{{.Reachability}}{{end}}",
                                    "node" + node);
                },
                List.of(role)::equals);
    }

    private void setAvailability(int node, String availability) {
        on(MANAGER).lines("node", "update", "--availability", availability, "node" + node);
    }

    /** Unplugs a node's wire. */
    void cut(int node) {
        cluster("cut", node);
        repairs.add(() -> heal(node));
    }

    void heal(int node) {
        cluster("heal", node);
    }

    /** Stops a node's dockerd in its tracks; it is silent, and its containers go on. */
    void freeze(int node) {
        cluster("signal", node, "STOP");
        repairs.add(() -> thaw(node));
    }

    void thaw(int node) {
        cluster("signal", node, "CONT");
    }

    /** Ends a node's dockerd: TERM takes its containers along, KILL leaves them to themselves. */
    void endEngine(int node, String signal) {
        cluster("signal", node, signal);
        ended.add(node);
        repairs.add(() -> startEngine(node));
    }

    void startEngine(int node) {
        if (ended.remove(node)) {
            cluster("start", node);
        }
    }

    /** A manager that has just come back may have no leader, and then knows nothing of the nodes. */
    void awaitNodes(String status, int number) {
        Await.until(
                number + " nodes to be " + status,
                Stack.PATIENCE,
                () -> on(MANAGER).linesIfAny("node", "ls", "--format", "{{.Status}}"),
                all -> all.stream().filter(status::equals).count() == number);
    }

    /** The gateway's answer on its admin port, which only containers of its network reach. */
    String admin(String path) {
        return admin(MANAGER, path);
    }

    /** The same of the gateway on a node. */
    String admin(int node, String path) {
        return Stack.adminPage(on(node), containers("gateway", node).getFirst(), path);
    }

    /** What the docker command needs to reach a node, and a stack file to name its socket. */
    Map<String, String> environment(int node) {
        String socket = folder(node).resolve("docker.sock").toString();
        return Map.of(
                "DOCKER_HOST",
                "unix://" + socket,
                "FAAS_DOCKER_SOCKET",
                socket,
                "FAAS_REGISTRY",
                "docker.io",
                "FAAS_GATEWAYS",
                Integer.toString(NODES));
    }

    private static String given(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new AssertionError("no " + variable + ": `make test` brings the three nodes"));
    }

    private static void cluster(String verb, int node, String... more) {
        List<String> command = new ArrayList<>(List.of("src/engine/cluster", verb, Integer.toString(node)));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
