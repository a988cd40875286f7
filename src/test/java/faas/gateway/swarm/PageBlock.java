package faas.gateway.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The place on the page of benchmarks that one command writes.
 *
 * @param begin the mark before it
 * @param end the mark after it
 */
public record PageBlock(String begin, String end) {
    private static final Path PAGE = Path.of("docs/benchmarks.md");

    public static PageBlock of(String command) {
        return new PageBlock("<!-- " + command + " writes from here -->", "<!-- " + command + " writes up to here -->");
    }

    /** Replaces what stands between the marks. */
    public void write(List<String> lines) {
        try {
            String text = Files.readString(PAGE);
            if (!text.contains(begin) || !text.contains(end)) {
                throw new AssertionError(PAGE + " lacks a mark: " + begin + " or " + end);
            }
            String head = text.substring(0, text.indexOf(begin) + begin.length());
            Files.writeString(
                    PAGE, head + "\n\n" + String.join("\n", lines) + "\n\n" + text.substring(text.indexOf(end)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine and the versions of what runs on it. */
    static String machine(Docker docker) {
        try (Stream<String> cpu = Files.lines(Path.of("/proc/cpuinfo"))) {
            String model = cpu.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .orElse("processors");
            String engine =
                    docker.lines("version", "--format", "{{.Server.Version}}").getFirst();
            return Runtime.getRuntime().availableProcessors() + " × " + model + ", Linux "
                    + System.getProperty("os.version") + ". Docker Engine " + engine + ", JDK " + Runtime.version()
                    + ".";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
