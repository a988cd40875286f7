package faas.gateway.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with a profile of its own. Without one on the path the distribution's package is installed; where that
 * cannot be done the tests fail.
 */
public final class Chromium implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** The list of packages is fetched only if the package cannot be had without. */
    private static final String INSTALL = """
            export DEBIAN_FRONTEND=noninteractive
            install() { apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends chromium; }
            install || { apt-get -q update && install; }
            """;

    private final Path profile;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private Chromium(Path profile, Process process) {
        this.profile = profile;
        this.process = process;
        Path portFile = profile.resolve("DevToolsActivePort");
        this.address = "http://127.0.0.1:"
                + Await.until("Chromium", START_TIMEOUT, () -> firstLine(portFile), line -> !line.isEmpty());
    }

    public static Chromium start() {
        try {
            Path profile = Files.createTempDirectory("chromium");
            Process process = new ProcessBuilder(
                            program(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--hide-scrollbars",
                            "--force-color-profile=srgb",
                            "--remote-debugging-port=0",
                            "--remote-allow-origins=*",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Chromium(profile, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an empty tab. */
    public Tab tab() {
        try {
            String made = client.send(
                            HttpRequest.newBuilder(URI.create(address + "/json/new?about:blank"))
                                    .PUT(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            JsonObject target = JsonParser.parseString(made).getAsJsonObject();
            return Tab.connect(client, target.get("webSocketDebuggerUrl").getAsString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                process.waitFor();
            }
            delete(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readString(file).lines().findFirst().orElse("")
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program() throws IOException {
        if (onPath().isEmpty()) {
            install();
        }
        return onPath().stream()
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("There is no chromium on the path, and the distribution's package cannot be"
                                + " had. Install it (Debian: apt-get install chromium)."));
    }

    private static List<String> onPath() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
    }

    private static void install() throws IOException {
        try {
            new ProcessBuilder("sh", "-c", INSTALL)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
