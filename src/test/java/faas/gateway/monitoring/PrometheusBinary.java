package faas.gateway.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prometheus' program: the one on the path, else that of the distribution's package, unpacked below {@code target} without
 * installing it, so that nothing starts with the machine. Without one of the two the tests fail.
 */
public final class PrometheusBinary {
    private static final Path UNPACKED = Path.of("target/prometheus").toAbsolutePath();

    /** Gets the package into the folder {@code $1}; the list of packages is fetched only if there is none. */
    private static final String UNPACK = """
            mkdir -p "$1" && cd "$1" && rm -f ./*.deb &&
            { apt-get -q download prometheus || { apt-get -q update && apt-get -q download prometheus; }; } &&
            dpkg-deb -x prometheus_*.deb .
            """;

    private PrometheusBinary() {}

    /** The folder with {@code prometheus} and {@code promtool}. */
    public static Path folder() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")).map(Path::of),
                        Stream.of(UNPACKED.resolve("usr/bin")))
                .filter(folder -> Files.isExecutable(folder.resolve("prometheus"))
                        && Files.isExecutable(folder.resolve("promtool")))
                .findFirst()
                .orElseGet(PrometheusBinary::unpacked);
    }

    private static Path unpacked() {
        Output output = run(List.of("sh", "-c", UNPACK, "sh", UNPACKED.toString()));
        if (output.code() != 0) {
            throw new AssertionError("There is no prometheus on the path, and the distribution's package cannot be had."
                    + " Install it (Debian and Ubuntu: apt-get install prometheus):\n" + output.text());
        }
        return UNPACKED.resolve("usr/bin");
    }

    /** Runs promtool, which must succeed. */
    static void check(String... arguments) {
        Output output = run(Stream.concat(Stream.of(folder().resolve("promtool").toString()), Stream.of(arguments))
                .toList());
        if (output.code() != 0) {
            throw new AssertionError("promtool " + String.join(" ", arguments) + ":\n" + output.text());
        }
    }

    private static Output run(List<String> command) {
        try {
            Path log = Files.createTempFile("prometheus", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int code = process.waitFor();
            Output output = new Output(code, Files.readString(log));
            Files.delete(log);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private record Output(int code, String text) {}
}
