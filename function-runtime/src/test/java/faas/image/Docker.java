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

/** The docker command line on the Engine in use. It fails if the Engine does not respond. */
final class Docker {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Docker() {}

    /** Runs a command and returns its standard output. An exit code other than 0 is an error with both outputs. */
    static String run(String... arguments) {
        Ran ran = attempt(arguments);
        if (ran.code() != 0) {
            throw new AssertionError(
                    "docker %s ended with %d:\n%s".formatted(String.join(" ", arguments), ran.code(), ran.both()));
        }
        return ran.output();
    }

    static Ran attempt(String... arguments) {
        try {
            // Into files: a pipe that is not read would block the command after 64 KiB.
            Path output = Files.createTempFile("docker", ".out");
            Path errors = Files.createTempFile("docker", ".err");
            var process = new ProcessBuilder(Stream.concat(Stream.of("docker"), Stream.of(arguments))
                            .toList())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("docker %s did not end in %s".formatted(List.of(arguments), LIMIT));
            }
            Ran ran = new Ran(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
            Files.delete(output);
            Files.delete(errors);
            return ran;
        } catch (IOException missing) {
            throw new UncheckedIOException("there is no docker command; `make test` brings one", missing);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** Builds an image from a folder with these files. */
    static Ran build(String tag, Map<String, String> files) {
        try {
            Path folder = Files.createTempDirectory("function");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return attempt("build", "--network=none", "--tag", tag, folder.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The exit code and output of a command. Standard error is for people and never a value. */
    record Ran(int code, String output, String errors) {
        /** Both outputs, for messages and searches. */
        String both() {
            return output + errors;
        }
    }
}
