package faas.gateway.admin.openfaas;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.function.DeployedFunction;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers requests that would change the Swarm with the docker command that does. */
final class DockerCommands {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9._/:@=+-]{1,255}");

    /** Where the request does not say. */
    private static final String PLACEHOLDER = "NAME";

    private final Swarm swarm;

    DockerCommands(Swarm swarm) {
        this.swarm = swarm;
    }

    /** @param allowed the methods of the path; empty if it has none */
    PageResponse refusal(PageRequest request, String allowed) {
        return PageResponse.text(405, "The gateway only reads the Swarm; " + advice(request) + "\n")
                .with(Headers.ALLOW, allowed);
    }

    private String advice(PageRequest request) {
        JsonObject body = json(request.body());
        String path = request.path();
        if (path.startsWith(OpenFaasApi.SCALE)) {
            String name = path.substring(OpenFaasApi.SCALE.length());
            return "run: docker service scale " + quoted(service(name)) + "=" + replicas(body);
        }
        return switch (path) {
            case OpenFaasApi.FUNCTIONS ->
                request.method().equals("DELETE")
                        ? "run: docker service rm " + quoted(service(text(body, "functionName")))
                        : "run: " + deploy(body);
            case OpenFaasApi.SECRETS -> secret(request.method(), text(body, "name"));
            default ->
                path.startsWith(OpenFaasApi.ONE_NAMESPACE)
                        ? "there is one namespace, and services have names instead: docker stack deploy puts the stack's name in front."
                        : "use the docker command for this.";
        };
    }

    private String deploy(JsonObject body) {
        String name = text(body, "service");
        String image = quoted(text(body, "image"));
        Optional<DeployedFunction> known = swarm.function(Namespace.removedFrom(name));
        if (known.isPresent()) {
            return "docker service update --image " + image + " " + quoted(service(name));
        }
        StringBuilder command = new StringBuilder("docker service create --name " + quoted(name)
                + " --network functions" + " --label faas.name=" + quoted(Namespace.removedFrom(name)));
        if (!text(body, "envProcess").equals(PLACEHOLDER)) {
            command.append(" --env ").append(quoted("fprocess=" + text(body, "envProcess")));
        }
        for (String variable : names(body, "envVars")) {
            command.append(" --env ").append(quoted(variable)).append("=…");
        }
        for (String secret : secrets(body)) {
            command.append(" --secret ").append(quoted(secret));
        }
        return command.append(' ').append(image).toString();
    }

    private static String secret(String method, String name) {
        return switch (method) {
            case "DELETE" -> "run: docker secret rm " + quoted(name);
            case "PUT" ->
                "Docker's secrets cannot change: run docker secret create with another name, then docker service update "
                        + "--secret-rm " + quoted(name) + " --secret-add source=OTHER,target=" + quoted(name);
            default -> "run: docker secret create " + quoted(name) + " FILE";
        };
    }

    /** The first service of a function; the name itself if it is none. */
    private String service(String name) {
        return swarm.function(Namespace.removedFrom(name))
                .map(function -> function.services().getFirst().name())
                .orElse(name);
    }

    private static String replicas(JsonObject body) {
        try {
            return body.has("replicas")
                    ? Long.toString(Math.max(0, body.get("replicas").getAsLong()))
                    : "N";
        } catch (RuntimeException e) {
            return "N";
        }
    }

    private static JsonObject json(String body) {
        try {
            JsonElement value = JsonParser.parseString(body);
            return value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }

    private static String text(JsonObject body, String field) {
        JsonElement value = body.get(field);
        boolean isText =
                value != null && value.isJsonPrimitive() && !value.getAsString().isBlank();
        return isText ? value.getAsString() : PLACEHOLDER;
    }

    private static List<String> names(JsonObject body, String field) {
        return body.get(field) instanceof JsonObject map
                ? map.keySet().stream().sorted().toList()
                : List.of();
    }

    private static List<String> secrets(JsonObject body) {
        return body.get("secrets") instanceof JsonArray list
                ? list.asList().stream()
                        .filter(JsonElement::isJsonPrimitive)
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }

    /** A word of a shell's command. */
    private static String quoted(String word) {
        return NEEDS_NO_QUOTES.matcher(word).matches()
                ? word
                : "'" + word.replaceAll("\\p{Cntrl}", " ").replace("'", "'\\''") + "'";
    }
}
