package faas.gateway.swarm;

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

/** The docker command line, as a user types it, on the Engine that {@code DOCKER_HOST} names. */
final class Docker {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Map<String, String> environment;

    /** @param environment variables for {@code stack.yml} */
    Docker(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The lines of the standard output; an exit code other than 0 is an error that shows both outputs. */
    List<String> lines(String... arguments) {
        return succeed(arguments).output().lines().toList();
    }

    /** The log of a container: the lines of its standard output, then those of its standard error. */
    List<String> log(String container, String... options) {
        Ran ran = succeed(Stream.concat(Stream.concat(Stream.of("logs"), Stream.of(options)), Stream.of(container))
                .toArray(String[]::new));
        return Stream.concat(ran.output().lines(), ran.errors().lines()).toList();
    }

    private Ran succeed(String... arguments) {
        Ran ran = run(arguments);
        if (ran.code() != 0) {
            throw new AssertionError("docker " + String.join(" ", arguments) + " ended with " + ran.code() + ":\n"
                    + ran.output() + ran.errors());
        }
        return ran;
    }

    /** Runs a command whose failure means that there was nothing to do. */
    void quietly(String... arguments) {
        run(arguments);
    }

    /** The lines of the standard output; none if the exit code is not 0. */
    List<String> linesIfAny(String... arguments) {
        Ran ran = run(arguments);
        return ran.code() == 0 ? ran.output().lines().toList() : List.of();
    }

    /** Runs a command, and tells whether it ended with 0. */
    boolean succeeds(String... arguments) {
        return run(arguments).code() == 0;
    }

    /** Starts a command that goes on printing until it is ended; its errors go where ours go. */
    Process start(String... arguments) {
        try {
            return builder(arguments)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no docker command; `make test` brings one", e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
        builder.environment().putAll(environment);
        return builder;
    }

    private Ran run(String... arguments) {
        try {
            // Into files, since a pipe that nobody reads would stop the command at its first 64 KiB.
            Path output = Files.createTempFile("docker", ".out");
            Path errors = Files.createTempFile("docker", ".err");
            Process process = builder(arguments)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("docker " + String.join(" ", arguments) + " did not end in " + LIMIT);
            }
            Ran ran = new Ran(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
            Files.delete(output);
            Files.delete(errors);
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no docker command; `make test` brings one", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** A command's end, its standard output, and its standard error, which is for people and never a value. */
    private record Ran(int code, String output, String errors) {}
}
