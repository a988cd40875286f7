package faas.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A function in a container with a published port. Closing removes the container in any state. */
final class Container implements AutoCloseable {

    static final String NETWORK = "faas-image-test";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String id;
    private final URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    private Container(String id) {
        this.id = id;
        String published =
                Docker.run("port", id, "8080/tcp").lines().findFirst().orElseThrow();
        this.address = URI.create("http://" + published);
    }

    /** Started and responding. */
    static Container serving(String image, String... options) {
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--network", NETWORK));
        command.addAll(List.of("--publish", "127.0.0.1::8080"));
        command.addAll(List.of(options));
        command.add(image);
        String id = Docker.run(command.toArray(String[]::new)).strip();
        var container = new Container(id);
        container.await("a response", container::answers);
        return container;
    }

    HttpResponse<String> get(String pathAndQuery) {
        return getAsync(pathAndQuery).join();
    }

    CompletableFuture<HttpResponse<String>> getAsync(String pathAndQuery) {
        return client.sendAsync(request(pathAndQuery), BodyHandlers.ofString());
    }

    URI address() {
        return address;
    }

    String id() {
        return id;
    }

    String log() {
        return Docker.attempt("logs", id).both();
    }

    String exec(String... command) {
        List<String> all = new ArrayList<>(List.of("exec", id));
        all.addAll(List.of(command));
        return Docker.run(all.toArray(String[]::new)).strip();
    }

    /** A property of the container, as a template of {@code docker inspect}. */
    String property(String template) {
        return Docker.run("inspect", "--format", template, id).strip();
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || property("{{.State.Running}}").equals("false")) {
                throw new AssertionError("no %s: %s".formatted(what, log()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        Docker.run("rm", "--force", id);
    }

    private boolean answers() {
        try {
            return client.send(request("/_/health"), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private HttpRequest request(String pathAndQuery) {
        return HttpRequest.newBuilder(address.resolve(pathAndQuery))
                .timeout(TIMEOUT)
                .build();
    }
}
