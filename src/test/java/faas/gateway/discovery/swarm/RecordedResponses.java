package faas.gateway.discovery.swarm;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.swarm.SwarmReader.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Responses of a real Engine, about {@code stack.yml}; the README beside them says how they were recorded. */
public final class RecordedResponses {
    private RecordedResponses() {}

    /** The reading of a gateway that is one of the tasks. */
    public static Reading reading() throws IOException {
        List<SwarmTask> tasks = SwarmTask.readAll(json("tasks.json"));
        SwarmTask self = tasks.stream()
                .filter(task -> task.containerId().equals(containerId()))
                .findAny()
                .orElseThrow();
        return new Reading(
                SwarmService.readAll(json("services.json")),
                tasks,
                new SwarmContext(Map.of(), Map.of(self.attachments().getFirst().networkId(), "functions")));
    }

    /** The id of the gateway's container. */
    public static String containerId() {
        return JsonParser.parseString(text("container.json"))
                .getAsJsonObject()
                .get("Id")
                .getAsString();
    }

    static JsonReader json(String name) {
        return new JsonReader(new StringReader(text(name)));
    }

    /** The body of a response. */
    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(RecordedResponses.class.getResourceAsStream("/docker/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
