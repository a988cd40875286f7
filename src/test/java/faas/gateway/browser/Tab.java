package faas.gateway.browser;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One tab of a browser, driven by the Chrome DevTools Protocol. It records requests, errors and refusals of the policy. */
public final class Tab implements WebSocket.Listener, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Gson gson = new Gson();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    private Tab() {}

    static Tab connect(HttpClient client, String address) {
        Tab tab = new Tab();
        tab.socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address), tab)
                .join();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            tab.send(domain + ".enable", Map.of());
        }
        return tab;
    }

    /** Adds a login to every request. */
    public void login(String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        send("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Authorization", "Basic " + credentials)));
    }

    /** Runs a script in each page before its own. */
    void onNewDocument(String script) {
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** What the page's scripts hold after a collection. */
    double heapMebibytes() {
        send("HeapProfiler.collectGarbage", Map.of());
        return send("Runtime.getHeapUsage", Map.of()).get("usedSize").getAsDouble() / (1 << 20);
    }

    public void open(String url) {
        send("Page.navigate", Map.of("url", url));
    }

    public void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        feature("prefers-color-scheme", dark ? "dark" : "light");
    }

    void forcedColors() {
        feature("forced-colors", "active");
    }

    private void feature(String name, String value) {
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", name, "value", value))));
    }

    /** Presses a key that writes a character, or one with a name such as {@code Escape}. */
    void press(String key) {
        Map<String, Object> down = key.length() == 1
                ? Map.of("type", "keyDown", "key", key, "text", key)
                : Map.of("type", "keyDown", "key", key);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** The value of an expression, as text; that of a promise is awaited. */
    public String eval(String expression) {
        JsonObject result =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        JsonElement value = result.getAsJsonObject("result").get("value");
        return value == null ? "" : value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        await(expression, TIMEOUT);
    }

    /** Waits so long at most until an expression is true. */
    public void await(String expression, Duration timeout) {
        try {
            // Between two pages there is none.
            Await.until(
                    expression,
                    timeout,
                    () -> eval("(() => { try { return " + expression + "; } catch { return false; } })()"),
                    "true"::equals);
        } catch (AssertionError e) {
            throw new AssertionError("the page shows " + shownText(), e);
        }
    }

    /** Waits until the page shows a text. */
    public void awaitText(String text) {
        Await.until("the text " + text, TIMEOUT, () -> shownText(), shown -> shown.contains(text));
    }

    private String shownText() {
        return eval("document.body?.innerText ?? ''");
    }

    /** Saves the page, or the beginning of a long one, as a picture. */
    void picture(Path file, int width) {
        int height = Integer.parseInt(eval("Math.min(1700, document.documentElement.scrollHeight)"));
        size(width, height);
        JsonObject shot = send("Page.captureScreenshot", Map.of("format", "png"));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(shot.get("data").getAsString()));
        } catch (IOException e) {
            throw new AssertionError("the picture cannot be written", e);
        }
    }

    /** The addresses that were asked for something. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Errors, exceptions and what the content security policy refused. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonObject send(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        pending.put(id, answer);
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", gson.toJsonTree(parameters));
        Objects.requireNonNull(socket).sendText(message.toString(), true).join();
        return answer.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonObject message = JsonParser.parseString(partial.toString()).getAsJsonObject();
            partial.setLength(0);
            receive(message);
        }
        webSocket.request(1);
        return null;
    }

    private void receive(JsonObject message) {
        if (message.has("id")) {
            CompletableFuture<JsonObject> answer =
                    pending.remove(message.get("id").getAsInt());
            if (answer == null) {
                return;
            }
            if (message.has("error")) {
                answer.completeExceptionally(
                        new AssertionError(message.get("error").toString()));
            } else {
                answer.complete(message.getAsJsonObject("result"));
            }
            return;
        }
        JsonObject parameters = message.getAsJsonObject("params");
        switch (message.get("method").getAsString()) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.getAsJsonObject("request").get("url").getAsString());
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Log.entryAdded" -> {
                JsonObject entry = parameters.getAsJsonObject("entry");
                // A lost gateway is reported as an error of the network, which the tests cause on purpose.
                if (!entry.get("source").getAsString().equals("network")) {
                    complaints.add(entry.toString());
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        Objects.requireNonNull(socket).abort();
    }
}
