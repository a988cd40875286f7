package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code make up} ends: well only if everything that it deployed runs and serves. */
class StackUpIT {
    @RegisterExtension
    static final Stack STACK = new Stack();

    @BeforeEach
    void deploy() throws Exception {
        assertEquals(new Ended(0, ""), up(Map.of()));
    }

    @Test
    void it_ends_well_when_the_new_gateway_serves_all_functions() throws Exception {
        String image = STACK.build("relabelled");

        Ended ended = up(Map.of("FAAS_GATEWAY_IMAGE", image));

        // One try each, since nothing may be left to wait for.
        assertEquals(200, STACK.get("/addition?a=1&b=2").statusCode());
        assertEquals(200, STACK.get("/factorial?value=5").statusCode());
        assertEquals(200, STACK.get("/md2html?md=hello").statusCode());
        assertEquals(new Ended(0, ""), ended);
        assertEquals(List.of(image), imagesOf("gateway"));
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, unrunnable, no such file or directory",
        "addition, , No such image: faas/test-none",
    })
    void an_image_that_cannot_run_is_exit_1_with_the_error_of_swarm(String service, String folder, String error)
            throws Exception {
        List<String> before = imagesOf(service);
        String image = folder == null ? "faas/test-none:latest" : STACK.build(folder);

        Ended ended = up(Map.of("FAAS_" + service.toUpperCase(Locale.ROOT) + "_IMAGE", image));

        assertEquals(1, ended.code(), ended.errors());
        assertTrue(ended.errors().contains(Stack.NAME + "_" + service + ": rolled back by Swarm"), ended.errors());
        assertTrue(ended.errors().contains(error), ended.errors());
        STACK.awaitStatus("/addition?a=1&b=2", 200);
        assertEquals(before, imagesOf(service));
    }

    private static List<String> imagesOf(String service) {
        return STACK.docker().lines("inspect", STACK.containers(service).getFirst(), "--format", "{{.Config.Image}}");
    }

    private static Ended up(Map<String, String> images) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("src/engine/stack", "up").redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(STACK.environment());
        builder.environment().putAll(images);
        Process process = builder.start();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), errors);
    }

    private record Ended(int code, String errors) {}
}
