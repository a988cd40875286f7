package faas.gateway.monitoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What tests ask of a running Prometheus. */
public final class PrometheusApi {
    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();

    public PrometheusApi(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    /** Whether it answers and has read its configuration. */
    public boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The labels and values of a query's result at this moment; a query that Prometheus refuses is a failure. */
    public List<JsonObject> query(String expression) {
        JsonObject data = data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        JsonArray result = data.getAsJsonArray("result");
        if (data.get("resultType").getAsString().equals("scalar")) {
            JsonObject single = new JsonObject();
            single.add("value", result);
            return List.of(single);
        }
        return result.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    /** The value of a query with one result; NaN if it has none. */
    public double value(String expression) {
        List<JsonObject> result = query(expression);
        return result.size() == 1
                ? result.getFirst().getAsJsonArray("value").get(1).getAsDouble()
                : Double.NaN;
    }

    /** The names of the alerts that fire. */
    public List<String> firing() {
        return data("/api/v1/alerts").getAsJsonArray("alerts").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(alert -> alert.get("state").getAsString().equals("firing"))
                .map(alert -> alert.getAsJsonObject("labels").get("alertname").getAsString())
                .sorted()
                .toList();
    }

    private JsonObject data(String path) {
        try {
            HttpResponse<String> response = get(path);
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + response.body());
            }
            return JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("data");
        } catch (IOException e) {
            throw new AssertionError("no response from Prometheus", e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
