package faas.gateway.swarm;

import faas.gateway.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lines that a docker command goes on printing, each with the time that the Engine gives for it. */
final class TimedLines implements AutoCloseable {
    /** Lines beyond these are forgotten, the oldest first. */
    private static final int MOST_LINES = 100_000;

    private final Process process;
    private final ConcurrentLinkedDeque<Line> lines = new ConcurrentLinkedDeque<>();

    record Line(Instant time, String text) {}

    private TimedLines(Process process, Function<String, Line> parser) {
        this.process = process;
        Thread.ofVirtual().start(() -> read(parser));
    }

    /** What a container logs, from its start on. */
    static TimedLines ofLog(Docker docker, String container) {
        return new TimedLines(docker.start("logs", "--follow", "--timestamps", container), line -> {
            int space = line.indexOf(' ');
            return new Line(Instant.parse(line.substring(0, space)), line.substring(space + 1));
        });
    }

    /** The signals that an Engine sends to its containers, as {@code TASK SIGNAL}. */
    static TimedLines ofSignals(Docker docker) {
        String format =
                "{{.TimeNano}} {{index .Actor.Attributes \"com.docker.swarm.task.id\"}} {{.Actor.Attributes.signal}}";
        return new TimedLines(docker.start("events", "--filter", "event=kill", "--format", format), line -> {
            int space = line.indexOf(' ');
            long nanos = Long.parseLong(line.substring(0, space));
            return new Line(Instant.ofEpochSecond(0, nanos), line.substring(space + 1));
        });
    }

    /** The first line from a time on in which the pattern is found. */
    Line await(Instant from, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return Await.until(
                        "a line with " + pattern,
                        Stack.PATIENCE,
                        () -> since(from)
                                .filter(line -> compiled.matcher(line.text()).find())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    List<Line> between(Instant from, Instant to) {
        return since(from).filter(line -> line.time().isBefore(to)).toList();
    }

    private Stream<Line> since(Instant from) {
        return lines.stream().filter(line -> !line.time().isBefore(from));
    }

    private void read(Function<String, Line> parser) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int kept = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(parser.apply(line));
                if (++kept > MOST_LINES) {
                    lines.poll();
                }
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
