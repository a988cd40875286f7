package faas.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code docs/functions.md} for the images, on the Engine in use. */
class ImageIT {

    /** Set to another prefix if the deployed images are on the same Engine. */
    static final String IMAGES = System.getProperty("images", "faas");

    private static final String FUNCTION = IMAGES + "/image-test";
    private static final long MOST_PAYLOAD_BYTES = 75L << 20;

    private static final String SOURCE = """
            import faas.Function;

            void main() {
                Function.run(List.of("name", "millis"), this::greet, ":8080");
            }

            String greet(String name, long millis) throws InterruptedException {
                Thread.sleep(millis);
                return "hello " + name;
            }
            """;

    private static final String FROM_ONBUILD = "FROM " + IMAGES + "/java:onbuild\n";

    @BeforeAll
    static void build() {
        Docker.attempt("network", "create", Container.NETWORK);
        var built = Docker.build(FUNCTION, Map.of("Dockerfile", FROM_ONBUILD, "Greeting.java", SOURCE));
        assertEquals(0, built.code(), built.both());
    }

    @AfterAll
    static void remove() {
        for (String variant : new String[] {"", ":changed", ":without-cache", ":jar", ":broken"}) {
            Docker.attempt("image", "rm", FUNCTION + variant);
        }
        Docker.attempt("network", "rm", Container.NETWORK);
    }

    @Test
    void a_folder_with_one_source_file_is_a_function() {
        try (var function = Container.serving(FUNCTION)) {
            assertEquals("hello you", function.get("/?name=you&millis=0").body());
        }
    }

    @Test
    void an_error_in_the_source_fails_the_build_in_the_words_of_the_compiler() {
        var broken = Docker.build(
                FUNCTION + ":broken",
                Map.of("Dockerfile", FROM_ONBUILD, "Greeting.java", SOURCE.replace("+ name", "+ nome")));

        assertNotEquals(0, broken.code());
        assertTrue(broken.both().contains("/function/Greeting.java:9: error: cannot find symbol"), broken.both());
    }

    /**
     * JDK-8377932: a class in the cache runs even if its jar has changed since. No class of a function may be in the
     * cache.
     */
    @Test
    void a_changed_function_runs_its_new_code_and_only_the_runtime_is_in_the_cache() {
        var changed = Docker.build(
                FUNCTION + ":changed",
                Map.of("Dockerfile", FROM_ONBUILD, "Greeting.java", SOURCE.replace("hello", "good morning")));
        assertEquals(0, changed.code(), changed.both());

        try (var function = Container.serving(FUNCTION + ":changed", "--env", "JDK_JAVA_OPTIONS=-Xlog:class+load")) {
            assertEquals("good morning you", function.get("/?name=you&millis=0").body());
            assertEquals("file:/function/function.jar", sourceOf("Greeting", function));
            assertEquals("shared objects file", sourceOf("faas.runtime.server.Server", function));
            assertEquals("shared objects file", sourceOf("io.undertow.server.HttpServerExchange", function));
        }
    }

    @Test
    void it_serves_without_a_cache_and_prints_nothing_else() {
        var bare = Docker.build(
                FUNCTION + ":without-cache",
                Map.of("Dockerfile", "FROM " + FUNCTION + "\nUSER root\nRUN rm /faas/runtime.aot\nUSER 65532\n"));
        assertEquals(0, bare.code(), bare.both());

        for (String variant : new String[] {"", ":without-cache"}) {
            try (var function = Container.serving(FUNCTION + variant)) {
                var lines = function.log().lines().toList();
                assertEquals(1, lines.size(), lines.toString());
                assertTrue(lines.getFirst().contains(" serving greet(String name, long millis) on :8080"));
            }
        }
    }

    @Test
    void on_docker_stop_it_finishes_its_calls_and_exits_with_0() {
        try (var function = Container.serving(FUNCTION)) {
            var call = function.getAsync("/?name=you&millis=2000");
            function.await(
                    "a call under way",
                    () -> !function.get("/?name=&millis=0").body().isEmpty());

            Docker.run("stop", "--time", "20", function.id());

            assertEquals("hello you", call.join().body());
            assertEquals("0", function.property("{{.State.ExitCode}}"));
        }
    }

    @Test
    void java_is_process_1_and_cannot_write_its_own_files() {
        try (var function = Container.serving(FUNCTION)) {
            assertTrue(function.exec("cat", "/proc/1/comm").startsWith("java"));
            assertEquals("65532", function.exec("id", "-u"));
            assertEquals("", function.exec("find", "/faas", "/function", "-writable"));
        }
    }

    @Test
    void it_becomes_healthy() {
        try (var function = Container.serving(FUNCTION)) {
            function.await(
                    "health",
                    () -> function.property("{{.State.Health.Status}}").equals("healthy"));
        }
    }

    @Test
    void a_jar_built_elsewhere_is_started_by_its_main_class() {
        var built = Docker.build(FUNCTION + ":jar", Map.of("Dockerfile", """
                        FROM %s AS built
                        FROM %s/java
                        COPY --from=built /function/function.jar /function/greeting.jar
                        CMD ["Greeting"]
                        """.formatted(FUNCTION, IMAGES)));
        assertEquals(0, built.code(), built.both());

        try (var function = Container.serving(FUNCTION + ":jar")) {
            assertEquals("hello you", function.get("/?name=you&millis=0").body());
        }
    }

    @Test
    void without_a_function_it_says_what_is_missing() {
        var ran = Docker.attempt("run", "--rm", "--network", "none", IMAGES + "/java");

        assertEquals(2, ran.code());
        assertEquals(
                "No function: name its main class, as in CMD [\"Addition\"], or build the image FROM faas/java:onbuild.",
                ran.both().strip().lines().toList().getLast());
    }

    @Test
    void the_base_image_is_small() {
        long payload = bytes(IMAGES + "/java") - bytes("debian:bookworm-slim");

        assertTrue(payload <= MOST_PAYLOAD_BYTES, payload + " bytes over the Debian base");
    }

    @Test
    void the_development_image_reloads_a_mounted_folder(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = folder.resolve("Greeting.java");
        Files.writeString(source, SOURCE);

        try (var function = Container.serving(IMAGES + "/java-dev", "--volume", folder + ":/function:ro")) {
            assertEquals("hello you", function.get("/?name=you&millis=0").body());
            Files.writeString(source, SOURCE.replace("hello", "good morning"));
            assertEquals("good morning you", function.get("/?name=you&millis=0").body());
            Files.writeString(source, "nonsense");
            assertTrue(function.get("/?name=you&millis=0").body().contains("Greeting.java:1: error"));
            assertFalse(function.get("/?name=you&millis=0").body().contains("error"));
        }
    }

    private static String sourceOf(String type, Container function) {
        var line = Pattern.compile("] " + Pattern.quote(type) + " source: (.*)").matcher(function.log());
        assertTrue(line.find(), type + " was not loaded");
        return line.group(1).strip();
    }

    private static long bytes(String image) {
        return Long.parseLong(
                Docker.run("image", "inspect", "--format", "{{.Size}}", image).strip());
    }
}
