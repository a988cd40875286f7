package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import faas.gateway.function.Usage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the response to {@code GET /containers/{id}/stats}: two samples of a container, about a second apart. */
public final class ContainerStats {
    private String time = "";
    private String timeBefore = "";
    private long cpuNanos;
    private long cpuNanosBefore;
    private long memoryBytes;
    private long droppableBytes;

    private ContainerStats() {}

    /** Empty if the container has stopped, so that there is no sample of it. */
    public static Optional<Usage> read(JsonReader in) throws IOException {
        ContainerStats stats = new ContainerStats();
        Json.object(in, stats::field);
        return stats.usage();
    }

    private void field(String name, JsonReader in) throws IOException {
        switch (name) {
            case "read" -> time = Json.text(in);
            case "preread" -> timeBefore = Json.text(in);
            case "cpu_stats" -> cpuNanos = cpuNanos(in);
            case "precpu_stats" -> cpuNanosBefore = cpuNanos(in);
            case "memory_stats" -> Json.object(in, this::memory);
            default -> in.skipValue();
        }
    }

    private static long cpuNanos(JsonReader in) throws IOException {
        long[] nanos = {0};
        Json.field(
                in,
                "cpu_usage",
                usage -> Json.field(
                        usage,
                        "total_usage",
                        total -> nanos[0] = Json.number(total).orElse(0)));
        return nanos[0];
    }

    /** Pages of files are named differently by the two versions of control groups. */
    private void memory(String name, JsonReader in) throws IOException {
        switch (name) {
            case "usage" -> memoryBytes = Json.number(in).orElse(0);
            case "stats" ->
                Json.object(in, (field, value) -> {
                    if (field.equals("inactive_file") || field.equals("total_inactive_file")) {
                        droppableBytes =
                                Math.max(droppableBytes, Json.number(value).orElse(0));
                    } else {
                        value.skipValue();
                    }
                });
            default -> in.skipValue();
        }
    }

    private Optional<Usage> usage() {
        try {
            long nanos = Duration.between(Instant.parse(timeBefore), Instant.parse(time))
                    .toNanos();
            return nanos <= 0 || cpuNanosBefore == 0
                    ? Optional.empty()
                    : Optional.of(new Usage(
                            1000.0 * Math.max(0, cpuNanos - cpuNanosBefore) / nanos,
                            Math.max(0, memoryBytes - droppableBytes)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
