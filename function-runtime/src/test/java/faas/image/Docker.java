package faas.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The docker command line on the Engine in use. An Engine that does not answer is a failure. */
final class Docker {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Docker() {}

    /** What a command printed; an exit code other than 0 is an error that tells it. */
    static String run(String... arguments) {
        Ran ran = attempt(arguments);
        if (ran.code() != 0) {
            throw new AssertionError(
                    "docker %s ended with %d:\n%s".formatted(String.join(" ", arguments), ran.code(), ran.output()));
        }
        return ran.output();
    }

    static Ran attempt(String... arguments) {
        try {
            // Into a file, since a pipe that nobody reads would stop the command at its first 64 KiB.
            Path output = Files.createTempFile("docker", ".out");
            var process = new ProcessBuilder(Stream.concat(Stream.of("docker"), Stream.of(arguments))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("docker %s did not end in %s".formatted(List.of(arguments), LIMIT));
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ran(process.exitValue(), text);
        } catch (IOException missing) {
            throw new UncheckedIOException("there is no docker command; `make test` brings one", missing);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** Builds an image from a folder that holds just these files, by their paths. */
    static Ran build(String tag, Map<String, String> files) {
        try {
            Path folder = Files.createTempDirectory("function");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return attempt("build", "--tag", tag, folder.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A command's end, and what it printed on both of its outputs. */
    record Ran(int code, String output) {}
}
