package faas.gateway.discovery.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every fake Engine of these tests checks its requests against the list; these tests check the list itself. */
class DockerRightsTest {
    @Test
    void the_documented_paths_are_those_in_the_code() throws IOException {
        Set<String> documented = DockerRights.documented().stream()
                .map(row -> row.split("/", -1)[1])
                .collect(Collectors.toSet());

        assertEquals(documented, DockerRights.inCode());
    }

    @Test
    void the_code_uses_get_only() throws IOException {
        String code = Files.readString(Path.of("src/main/java/faas/gateway/discovery/docker/DockerApi.java"));

        assertEquals(
                Set.of("Method.GET"),
                Pattern.compile("Method\\.[A-Z]+")
                        .matcher(code)
                        .results()
                        .map(match -> match.group())
                        .collect(Collectors.toSet()));
    }

    @Test
    void an_undocumented_request_is_rejected() {
        DockerRights.check("GET", "/v1.44/tasks?filters=%7B%7D");

        assertThrows(AssertionError.class, () -> DockerRights.check("POST", "/services"));
        assertThrows(AssertionError.class, () -> DockerRights.check("GET", "/containers/json"));
        assertThrows(AssertionError.class, () -> DockerRights.check("GET", "/secrets"));
    }
}
