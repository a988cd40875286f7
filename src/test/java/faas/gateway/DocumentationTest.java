package faas.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.metrics.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every name that operators see is in a table of {@code docs/reference.md}, and every name in its tables is in the
 * code.
 */
class DocumentationTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Path PAGE = Path.of("docs/reference.md");

    @Test
    void settings_are_documented() {
        Set<String> inCode = inSources(MAIN, "[\"{]((?:FAAS|DOCKER|OTEL)_[A-Z_]*[A-Z])\\b");

        assertEquals(inCode, documented("Settings"));
    }

    @Test
    void labels_are_documented() {
        assertEquals(
                inSources(MAIN.resolve("java/faas/gateway/discovery"), "\"(faas\\.[a-z.-]+)\""), documented("Labels"));
    }

    @Test
    void faults_are_documented() {
        Set<String> inCode = new TreeSet<>();
        for (String file : List.of("Problem.java", "ClientError.java")) {
            inCode.addAll(inSources(
                    MAIN.resolve("java/faas/gateway/proxy/call").resolve(file),
                    "Kind\\.(?:of|passing)\\(\"([a-z_]+)\""));
        }
        inCode.addAll(inSources(MAIN.resolve("java/faas/gateway/proxy/call/CallEnding.java"), "\"([a-z]+_[a-z_]+)\""));

        assertEquals(inCode, documented("Faults"));
    }

    @Test
    void metrics_are_documented() {
        String text = new String(new PrometheusText(new GatewayMetrics()).render(""), StandardCharsets.UTF_8);
        Set<String> exposed = matches(text, "(?m)^# TYPE (\\S+)");
        Stream.of(Metric.values()).map(Metric::exposedName).forEach(exposed::add);

        Set<String> documented = documented("Metrics");
        documented.addAll(documented("Process and JVM metrics"));
        assertEquals(exposed, documented);
    }

    @Test
    void metrics_are_documented_as_they_are_declared() {
        List<String> rows = section("Metrics")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replace("`", ""))
                .toList();

        assertEquals(Stream.of(Metric.values()).map(DocumentationTest::row).toList(), rows);
    }

    /** The row of a metric in the table, without backticks; the meaning is its help as a phrase. */
    private static String row(Metric metric) {
        String help = metric.help();
        String labels = metric.labels().isEmpty() ? "" : String.join(", ", metric.labels()) + " ";
        return "| " + metric.exposedName() + " | " + metric.type().name().toLowerCase(Locale.ROOT) + " | " + labels
                + "| " + help.substring(0, 1).toLowerCase(Locale.ROOT) + help.substring(1, help.length() - 1) + " |";
    }

    @Test
    void log_fields_are_documented() {
        assertEquals(
                inSources(
                        MAIN.resolve("java/faas/gateway/http/reply/AccessLogText.java"),
                        "\"(?:\\\\\" | )?([a-z]+)=(?:\\\\\")?\""),
                documented("Access log"));
    }

    @Test
    void links_between_pages_resolve() throws IOException {
        for (Path page : pages()) {
            for (String link : matches(Files.readString(page), "]\\(([^)#:]+)\\)")) {
                Path target = page.toAbsolutePath().resolveSibling(link);
                assertEquals(true, Files.exists(target), page + " links to " + link);
            }
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of("."));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** The names in backticks that begin the rows of the tables under a heading. */
    private static Set<String> documented(String heading) {
        Set<String> names = matches(section(heading), "(?m)^\\| `([^`]+)`");
        assertFalse(names.isEmpty(), "no table under " + heading);
        return names;
    }

    private static String section(String heading) {
        String page = ProjectFiles.read(PAGE);
        int start = page.indexOf("\n## " + heading + "\n");
        assertFalse(start < 0, "no heading " + heading);
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static Set<String> inSources(Path below, String pattern) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(below)) {
            files.filter(Files::isRegularFile).forEach(file -> names.addAll(matches(ProjectFiles.read(file), pattern)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static Set<String> matches(String text, String pattern) {
        Set<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> names.add(match.group(1)));
        return names;
    }
}
