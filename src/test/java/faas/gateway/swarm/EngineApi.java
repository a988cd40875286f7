package faas.gateway.swarm;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** An Engine's API, for what the command line does too slowly to tell its time; each change tells when it was asked for. */
final class EngineApi {
    private final DockerHttpClient client;

    EngineApi(String host) {
        client = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(host))
                .build();
    }

    Instant updateService(String name, Consumer<JsonObject> change) {
        return update("/services/" + name, change);
    }

    Instant updateNode(String name, Consumer<JsonObject> change) {
        return update("/nodes/" + name, change);
    }

    /** Creates a service like another one but for the changes. */
    Instant createServiceLike(String model, Consumer<JsonObject> change) {
        JsonObject spec = get("/services/" + model).getAsJsonObject().getAsJsonObject("Spec");
        change.accept(spec);
        return send(Request.Method.POST, "/services/create", spec);
    }

    Instant removeService(String name) {
        return send(Request.Method.DELETE, "/services/" + name, new JsonObject());
    }

    Instant kill(String container) {
        return send(Request.Method.POST, "/containers/" + container + "/kill", new JsonObject());
    }

    /** When the youngest running task of a service came to run. */
    Instant lastStart(String service) {
        String filters = "{\"service\":[\"" + service + "\"],\"desired-state\":[\"running\"]}";
        JsonElement tasks = get("/tasks?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
        return StreamSupport.stream(tasks.getAsJsonArray().spliterator(), false)
                .map(task -> task.getAsJsonObject().getAsJsonObject("Status"))
                .filter(status -> status.get("State").getAsString().equals("running"))
                .map(status -> Instant.parse(status.get("Timestamp").getAsString()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The id of the task a container is of. */
    String task(String container) {
        return get("/containers/" + container + "/json")
                .getAsJsonObject()
                .getAsJsonObject("Config")
                .getAsJsonObject("Labels")
                .get("com.docker.swarm.task.id")
                .getAsString();
    }

    private Instant update(String path, Consumer<JsonObject> change) {
        JsonObject now = get(path).getAsJsonObject();
        JsonObject spec = now.getAsJsonObject("Spec");
        change.accept(spec);
        String version = now.getAsJsonObject("Version").get("Index").getAsString();
        return send(Request.Method.POST, path + "/update?version=" + version, spec);
    }

    private JsonElement get(String path) {
        Request request =
                Request.builder().method(Request.Method.GET).path(path).build();
        return JsonParser.parseString(exchange(request));
    }

    private Instant send(Request.Method method, String path, JsonObject body) {
        Request request = Request.builder()
                .method(method)
                .path(path)
                .putHeader("Content-Type", "application/json")
                .bodyBytes(body.toString().getBytes(StandardCharsets.UTF_8))
                .build();
        Instant asked = Instant.now();
        exchange(request);
        return asked;
    }

    private String exchange(Request request) {
        try (Response response = client.execute(request)) {
            String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            if (response.getStatusCode() >= 300) {
                throw new AssertionError(
                        request.method() + " " + request.path() + ": " + response.getStatusCode() + " " + body);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
