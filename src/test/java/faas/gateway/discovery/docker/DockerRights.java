package faas.gateway.discovery.docker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The requests to Docker that {@code docs/reference.md} lists. */
final class DockerRights {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(GET /\\S+)` \\|");

    private DockerRights() {}

    /** Each request as {@code GET /path}. */
    static Set<String> documented() {
        String page = ProjectFiles.read(Path.of("docs/reference.md"));
        int start = page.indexOf("\n## Docker API requests\n");
        int end = page.indexOf("\n## ", start + 1);
        return ROW.matcher(page.substring(start, end))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Fails if a request is not listed; its query and the version in its path are ignored. */
    static void check(String method, String target) {
        String request =
                method + " " + target.replaceFirst("^/v\\d+\\.\\d+/", "/").replaceFirst("\\?.*", "");
        assertTrue(
                documented().stream().anyMatch(row -> request.matches(row.replace("{id}", "[0-9a-f]{12,64}"))),
                () -> request + " is not in the table of docs/reference.md");
    }

    /** The first segments of the paths in the code. */
    static Set<String> inCode() throws IOException {
        Pattern literal = Pattern.compile("[(=] ?\"/([a-z]{2,})[/?\"]");
        try (var files = Files.walk(Path.of("src/main/java/faas/gateway/discovery"))) {
            return files.filter(Files::isRegularFile)
                    .map(ProjectFiles::read)
                    .flatMap(text -> literal.matcher(text).results().map(MatchResult::group))
                    .map(text -> text.replaceAll("[^a-z]", ""))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
