package faas.gateway.swarm;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import faas.gateway.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One of the project's own stack files on the Swarm in use, under a name, port and network of its own, and what a user does
 * with it: the docker command line and HTTP. An Engine that does not answer is a failure.
 */
final class Stack implements BeforeAllCallback, AfterAllCallback {
    static final String USER = "admin";

    static final String PASSWORD = "test";

    /** The time limit for anything that Swarm is asked to do. It is generous, because no test measures it. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Another one for each checkout whose tests share an Engine. */
    static final String NAME = System.getProperty("stack", "faas-test");

    static final String NETWORK = NAME + "-functions";

    private static final Pattern TASK = Pattern.compile(" call=(\\S+) .* task=(\\S+) ");

    private final String file;
    private final String host;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> environment;
    private final Docker docker;

    /** On the Engine in use. */
    Stack() {
        this("stack.yml", "127.0.0.1", freePort(), Map.of());
    }

    /** On the Engine that the environment names; its published ports are reached at the host. */
    Stack(String file, String host, int port, Map<String, String> environment) {
        this.file = file;
        this.host = host;
        this.port = port;
        Map<String, String> all = new HashMap<>(environment);
        all.put("FAAS_STACK", NAME);
        all.put("FAAS_PORT", Integer.toString(port));
        all.put("FAAS_UI_PORT", Integer.toString(freePort()));
        all.put("FAAS_NETWORK", NETWORK);
        this.environment = Map.copyOf(all);
        docker = new Docker(all);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        remove();
        makeSecret("basic-auth-user", USER);
        makeSecret("basic-auth-password", PASSWORD);
        docker.lines("stack", "deploy", "--resolve-image", "never", "-c", file, NAME);
        awaitStatus("/addition?a=1&b=2", 200);
        awaitStatus("/factorial?value=5", 200);
        awaitStatus("/md2html?md=hello", 200);
    }

    /** The answer of a gateway on its admin port, which only containers of its network reach. */
    static String adminPage(Docker docker, String container, String path) {
        // The secrets may be those of another stack on the same Engine.
        String ask =
                "cd /run/secrets; login=$(printf %s:%s \"$(<basic-auth-user)\" \"$(<basic-auth-password)\" | base64 -w0); "
                        + "exec 3<>/dev/tcp/127.0.0.1/8082; printf 'GET " + path
                        + " HTTP/1.0\\r\\nHost: gateway\\r\\nAuthorization: Basic %s\\r\\n\\r\\n' \"$login\" >&3; cat <&3";
        return String.join("\n", docker.lines("exec", container, "bash", "-c", ask));
    }

    /** A secret of the Swarm, unless there is one of the name. */
    private void makeSecret(String name, String value) {
        if (docker.lines("secret", "ls", "--format", "{{.Name}}").contains(name)) {
            return;
        }
        try {
            Path file = Files.writeString(Files.createTempFile("secret", ""), value);
            docker.lines("secret", "create", name, file.toString());
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        remove();
    }

    Docker docker() {
        return docker;
    }

    /** Variables of {@code stack.yml} that make it this stack. */
    Map<String, String> environment() {
        return environment;
    }

    URI uri(String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    /** The page for people, and what belongs to it. */
    URI uiUri(String path) {
        return URI.create("http://" + host + ":" + environment.get("FAAS_UI_PORT") + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> awaitStatus(String path, int status) {
        return await("status " + status + " of " + path, path, answer -> answer.statusCode() == status);
    }

    HttpResponse<String> await(String what, String path, Predicate<HttpResponse<String>> fits) {
        return Await.until(what, PATIENCE, () -> patientGet(path), fits);
    }

    /** Sets the number of a service's tasks, as {@code docker service scale} does, without waiting. */
    void scale(String service, int tasks) {
        docker.lines("service", "scale", "--detach", NAME + "_" + service + "=" + tasks);
    }

    /** Waits until exactly that many tasks serve the path. Logs a call that gets no response, and tries again. */
    void awaitServing(String path, int tasks) {
        Await.until(
                tasks + " tasks serving " + path,
                PATIENCE,
                () -> {
                    try {
                        return tasksThatServe(path, 3 * tasks);
                    } catch (UncheckedIOException e) {
                        System.err.println(path + ": " + e.getMessage());
                        return Map.<String, Long>of();
                    }
                },
                seen -> seen.size() == tasks);
    }

    /** Makes calls one after the other, and counts them by the task that the gateway's log says served them. */
    Map<String, Long> tasksThatServe(String path, int calls) {
        List<String> ids = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(calls)
                .peek(id -> send(HttpRequest.newBuilder(uri(path)).header("X-Call-Id", id)))
                .toList();
        Map<String, String> taskByCall = Await.until(
                "the log lines of the calls",
                PATIENCE,
                this::taskByCall,
                seen -> seen.keySet().containsAll(ids));
        return ids.stream().map(taskByCall::get).collect(groupingBy(task -> task, counting()));
    }

    /** Ids of the containers of a service's tasks. */
    List<String> containers(String service) {
        return docker.lines("ps", "--quiet", "--filter", "label=com.docker.swarm.service.name=" + NAME + "_" + service);
    }

    /** Everything the gateway has logged. */
    List<String> gatewayLog() {
        return docker.log(containers("gateway").getFirst());
    }

    /** Creates a service beside the stack, on its network, from the image of {@code addition}; removed with the stack. */
    void createService(String name, String... options) {
        create(name, Stream.of(options), Stream.of("faas/addition:latest"));
    }

    /** The same from another image. */
    void createServiceOf(String image, String name, String... options) {
        create(name, Stream.of(options), Stream.of(image));
    }

    /** The same from an image that is built first, of a folder of the tests. */
    void createServiceOfFolder(String name, String... options) {
        create(name, Stream.of(options), Stream.of(build(name)));
    }

    /** Builds a folder of the tests, and returns the image's name. */
    String build(String folder) {
        String image = "faas/test-" + folder + ":latest";
        docker.lines("build", "--quiet", "--network=none", "--tag", image, "src/test/functions/" + folder);
        return image;
    }

    /** The same, but a function of {@code swarm/function.pl}. */
    void createWaiter(String name, String... options) {
        createWaiterOn(NETWORK, name, options);
    }

    /** The same on another network. */
    void createWaiterOn(String network, String name, String... options) {
        Stream<String> all = Stream.concat(
                Stream.of("--label", "faas.name=" + name, "--update-order", "start-first"), Stream.of(options));
        create(network, name, all, Stream.of("debian:bookworm-slim", "perl", "-e", resource("/swarm/function.pl")));
    }

    /** A further gateway beside the stack's, for clients inside the network only, under this name; the new task starts first. */
    void createGateway(String alias) {
        String socket = System.getenv().getOrDefault("FAAS_DOCKER_SOCKET", "/var/run/docker.sock");
        String image = docker.lines(
                        "service",
                        "inspect",
                        "--format",
                        "{{.Spec.TaskTemplate.ContainerSpec.Image}}",
                        NAME + "_gateway")
                .getFirst();
        docker.lines(
                "service",
                "create",
                "--detach",
                "--no-resolve-image",
                "--name",
                NAME + "_" + alias,
                "--network",
                "name=" + NETWORK + ",alias=" + alias,
                "--endpoint-mode",
                "dnsrr",
                "--update-order",
                "start-first",
                "--mount",
                "type=bind,source=" + socket + ",target=/var/run/docker.sock,readonly",
                "--label",
                "com.docker.stack.namespace=" + NAME,
                image);
    }

    private void create(String name, Stream<String> options, Stream<String> imageAndCommand) {
        create(NETWORK, name, options, imageAndCommand);
    }

    private void create(String network, String name, Stream<String> options, Stream<String> imageAndCommand) {
        Stream<String> head =
                Stream.of("service", "create", "--detach", "--no-resolve-image", "--name", NAME + "_" + name);
        Stream<String> place = Stream.of("--network", network, "--label", "com.docker.stack.namespace=" + NAME);
        docker.lines(
                Stream.of(head, options, place, imageAndCommand).flatMap(s -> s).toArray(String[]::new));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Stack.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void removeService(String name) {
        docker.lines("service", "rm", NAME + "_" + name);
    }

    private Map<String, String> taskByCall() {
        Map<String, String> tasks = new HashMap<>();
        for (String line : docker.log(containers("gateway").getFirst(), "--tail", "2000")) {
            Matcher matcher = TASK.matcher(line);
            if (matcher.find()) {
                tasks.put(matcher.group(1), matcher.group(2));
            }
        }
        return tasks;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from the gateway: " + e, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** While the gateway itself is starting its port refuses, which counts as an answer that does not fit. */
    private HttpResponse<String> patientGet(String path) {
        return Await.until(
                        "the gateway to answer",
                        PATIENCE,
                        () -> {
                            try {
                                return List.of(get(path));
                            } catch (UncheckedIOException e) {
                                return List.<HttpResponse<String>>of();
                            }
                        },
                        answers -> !answers.isEmpty())
                .getFirst();
    }

    private void remove() {
        Await.until(
                "the old stack's containers to go",
                PATIENCE,
                () -> {
                    docker.quietly("stack", "rm", NAME);
                    return docker.lines(
                            "ps", "--all", "--quiet", "--filter", "label=com.docker.stack.namespace=" + NAME);
                },
                List::isEmpty);
        Await.until(
                "the old network to go",
                PATIENCE,
                () -> {
                    docker.quietly("network", "rm", NETWORK);
                    return docker.lines("network", "ls", "--quiet", "--filter", "name=" + NETWORK);
                },
                List::isEmpty);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
