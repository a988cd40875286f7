package faas.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One case of {@code cases.json}: a request to a function, and the expected response. */
public record Case(String name, String function, JsonObject request, JsonObject expect) {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** All cases, in their order. */
    public static List<Case> all() {
        var in = Objects.requireNonNull(Case.class.getResourceAsStream("/cases.json"), "no cases.json");
        try (var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(one -> new Case(
                            one.get("name").getAsString(),
                            one.get("function").getAsString(),
                            one.getAsJsonObject("request"),
                            one.getAsJsonObject("expect")))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The cases of one function, which must have some. */
    public static List<Case> of(String function) {
        List<Case> cases =
                all().stream().filter(one -> one.function().equals(function)).toList();
        if (cases.isEmpty()) {
            throw new AssertionError("no case for " + function);
        }
        return cases;
    }

    /** Sends the request to a function, whose URL has no path, and checks the response. */
    public void check(String baseUrl) {
        HttpResponse<String> response = send(baseUrl);
        assertEquals(expect.get("status").getAsInt(), response.statusCode(), response.body());
        if (expect.has("headers")) {
            for (Map.Entry<String, JsonElement> header :
                    expect.getAsJsonObject("headers").entrySet()) {
                assertEquals(
                        header.getValue().getAsString(),
                        response.headers().firstValue(header.getKey()).orElse("none"),
                        header.getKey());
            }
        }
        if (expect.has("absent")) {
            for (JsonElement header : expect.getAsJsonArray("absent")) {
                assertTrue(response.headers().firstValue(header.getAsString()).isEmpty(), header.getAsString());
            }
        }
        if (expect.has("body")) {
            assertEquals(text(expect.get("body")), response.body());
        }
        if (expect.has("json")) {
            assertContains(expect.get("json"), JsonParser.parseString(response.body()), "$", response.body());
        }
    }

    private HttpResponse<String> send(String baseUrl) {
        var sent = HttpRequest.newBuilder(
                        URI.create(baseUrl + request.get("path").getAsString()))
                .timeout(DEADLINE)
                .method(
                        request.get("method").getAsString(),
                        request.has("body")
                                ? HttpRequest.BodyPublishers.ofString(text(request.get("body")))
                                : HttpRequest.BodyPublishers.noBody());
        if (request.has("headers")) {
            request.getAsJsonObject("headers")
                    .asMap()
                    .forEach((header, value) -> sent.header(header, value.getAsString()));
        }
        try (var client = HttpClient.newHttpClient()) {
            return client.send(sent.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** A string, or {@code {"before": …, "repeat": …, "times": …, "after": …}} for a long one. */
    private static String text(JsonElement body) {
        if (!(body instanceof JsonObject parts)) {
            return body.getAsString();
        }
        String before = parts.has("before") ? parts.get("before").getAsString() : "";
        String after = parts.has("after") ? parts.get("after").getAsString() : "";
        return before
                + parts.get("repeat").getAsString().repeat(parts.get("times").getAsInt())
                + after;
    }

    /** An object may have additional members, an array no additional elements. */
    private static void assertContains(JsonElement wanted, JsonElement got, String path, String whole) {
        if (wanted instanceof JsonObject members && got instanceof JsonObject gotMembers) {
            members.asMap().forEach((member, value) -> {
                assertTrue(gotMembers.has(member), "no " + path + "." + member + " in " + whole);
                assertContains(value, gotMembers.get(member), path + "." + member, whole);
            });
        } else if (wanted instanceof JsonArray elements && got instanceof JsonArray gotElements) {
            assertEquals(elements.size(), gotElements.size(), "size of " + path + " in " + whole);
            for (int i = 0; i < elements.size(); i++) {
                assertContains(elements.get(i), gotElements.get(i), path + "[" + i + "]", whole);
            }
        } else {
            assertEquals(wanted, got, path + " in " + whole);
        }
    }

    @Override
    public String toString() {
        return function + ": " + name;
    }
}
