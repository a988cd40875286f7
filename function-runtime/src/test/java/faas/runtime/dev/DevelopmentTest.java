package faas.runtime.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.compile.FunctionCompiler;
import faas.runtime.compile.FunctionFolder;
import faas.runtime.config.SettingsReader;
import faas.runtime.log.Log;
import faas.runtime.server.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentTest {

    private static final String GREETING = """
            import faas.Function;

            void main() {
                Function.run(List.of("name"), this::greet, ":8080");
            }

            String greet(String name) {
                return "hello " + name;
            }
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private Versions versions;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        var compiler = FunctionCompiler.ofThisJava(System.getProperty("java.class.path"));
        versions = new Versions(new FunctionFolder(folder), compiler, Versions.class.getClassLoader());
        var log = new Log(new PrintStream(logged, true, StandardCharsets.UTF_8), InstantSource.system(), false);
        var settings = new SettingsReader(Map.of(), error -> {}).read("127.0.0.1:0");
        server = Server.start(settings, new ReloadingEndpoint(versions, log), log);
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.shutdownNow();
        server.stop(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void a_change_of_the_source_is_in_the_next_response() throws Exception {
        write("Greeting", GREETING);
        assertEquals("hello you", get("/?name=you").body());

        write("Greeting", GREETING.replace("hello", "good morning"));

        assertEquals("good morning you", get("/?name=you").body());
    }

    @Test
    void the_first_call_after_a_broken_change_gets_the_error_and_the_previous_version_keeps_serving() throws Exception {
        write("Greeting", GREETING);
        assertEquals(200, get("/?name=you").statusCode());

        write("Greeting", GREETING.replace("+ name", "+ nome"));
        var broken = get("/?name=you");
        var served = get("/?name=you");

        assertEquals(500, broken.statusCode());
        assertEquals(
                "text/plain; charset=utf-8",
                broken.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(broken.body().contains("Greeting.java:8: error: cannot find symbol"), broken.body());
        assertTrue(broken.body().contains("variable nome"), broken.body());
        assertEquals("hello you", served.body());
        assertEquals(
                "the sources do not work",
                served.headers().firstValue("X-Stale-Code").orElseThrow());
        assertTrue(log().contains("the previous version keeps serving"), log());
        assertTrue(log().contains("Greeting.java:8: error: cannot find symbol"), log());
    }

    @Test
    void after_an_error_the_fixed_source_serves() throws Exception {
        write("Greeting", GREETING);
        get("/?name=you");
        write("Greeting", "void main() {");
        get("/?name=you");

        write("Greeting", GREETING.replace("hello", "well met,"));

        assertEquals("well met, you", get("/?name=you").body());
    }

    @Test
    void while_no_version_works_every_call_gets_the_error() throws Exception {
        write("Greeting", "nonsense");

        assertEquals(500, get("/").statusCode());
        assertEquals(500, get("/").statusCode());
        assertTrue(get("/").body().contains("Greeting.java:1: error"), get("/").body());
    }

    @Test
    void an_empty_folder_is_reported_and_its_first_source_serves() throws Exception {
        assertEquals("There is no .java file directly in %s.\n".formatted(folder), get("/").body());

        write("Greeting", GREETING);

        assertEquals("hello you", get("/?name=you").body());
    }

    @Test
    void an_invalid_signature_is_reported_and_the_server_keeps_running() throws Exception {
        write("Greeting", GREETING.replace("\"name\"", "\"name\", \"name\""));

        var broken = get("/?name=you");

        assertEquals(500, broken.statusCode());
        assertTrue(broken.body().contains("two parameters are named name"), broken.body());
    }

    @Test
    void a_main_that_throws_or_serves_nothing_is_reported() throws Exception {
        write("Greeting", "void main() { throw new IllegalStateException(\"no database\"); }");
        assertTrue(get("/").body().startsWith("main failed: java.lang.IllegalStateException: no database"));

        write("Greeting", "void main() {}");
        assertEquals("main ended without calling Function.run.\n", get("/").body());
    }

    @Test
    void several_sources_are_compiled_together() throws Exception {
        write("Greeting", GREETING.replace("\"hello \"", "Words.HELLO"));
        write("Words", "interface Words { String HELLO = \"hello \"; }");
        assertEquals("hello you", get("/?name=you").body());

        write("Words", "interface Words { String HELLO = \"ciao \"; }");

        assertEquals("ciao you", get("/?name=you").body());
    }

    @Test
    void two_main_methods_are_reported() throws Exception {
        write("Greeting", GREETING);
        write("Other", GREETING);

        assertEquals(
                "Several classes have a main method, which only one may have: Greeting, Other.\n", get("/").body());
    }

    @Test
    void jars_beside_the_sources_are_on_the_class_path() throws Exception {
        Files.createDirectory(folder.resolve("lib"));
        jar(folder.resolve("lib/words.jar"), "word.txt", "hello from a jar ");
        write(
                "Greeting",
                GREETING.replace("\"hello \"", """
                new String(getClass().getResourceAsStream("/word.txt").readAllBytes())""").replace("String name) {", "String name) throws IOException {"));

        assertEquals("hello from a jar you", get("/?name=you").body());
    }

    @Test
    void a_call_in_flight_is_finished_by_the_code_that_started_it() throws Exception {
        Path begun = folder.resolve("begun");
        Path gate = folder.resolve("gate");
        write("Greeting", GREETING.replace("String name) {", """
                String name) throws Exception {
                    if (name.equals("slow")) {
                        Files.createFile(Path.of("%s"));
                        while (!Files.exists(Path.of("%s"))) {
                            Thread.onSpinWait();
                        }
                    }
                """.formatted(begun, gate)));
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request("/?name=slow"), BodyHandlers.ofString());
        while (!Files.exists(begun) && !slow.isDone()) {
            Thread.onSpinWait();
        }

        write("Greeting", GREETING.replace("hello", "good morning"));
        assertEquals("good morning you", get("/?name=you").body());
        Files.createFile(gate);

        assertEquals("hello slow", slow.join().body());
    }

    @Test
    void the_old_code_is_released() throws Exception {
        write("Greeting", GREETING);
        get("/?name=you");
        var old = new WeakReference<>(versions.serving().orElseThrow().endpoint());

        write("Greeting", GREETING.replace("hello", "good morning"));
        get("/?name=you");

        for (int i = 0; i < 100 && old.get() != null; i++) {
            System.gc();
        }
        assertNull(old.get());
    }

    @Test
    void health_does_not_depend_on_the_sources() throws Exception {
        write("Greeting", "nonsense");
        get("/");

        assertEquals(200, get("/_/health").statusCode());
    }

    private void write(String type, String source) throws IOException {
        Files.writeString(folder.resolve(type + ".java"), source);
    }

    private static void jar(Path jar, String name, String text) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(name));
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return client.send(request(pathAndQuery), BodyHandlers.ofString());
    }

    private HttpRequest request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:%d%s".formatted(server.address().getPort(), pathAndQuery)))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }
}
