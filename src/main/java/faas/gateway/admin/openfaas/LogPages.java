package faas.gateway.admin.openfaas;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.LogLine;
import faas.gateway.function.LogQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The log of a function, one JSON object a line. */
final class LogPages {
    private static final String CONTENT_TYPE = "application/x-ndjson";

    /** A follower that needs more asks again. */
    private static final Duration FOLLOW_LIMIT = Duration.ofHours(1);

    /** Docker's stream can hang when a node is lost; then what came is better than nothing. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Line(String name, String namespace, String instance, String timestamp, String text) {}

    private final Swarm swarm;
    private final InstantSource clock;
    private final boolean enabled;
    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    LogPages(Swarm swarm, InstantSource clock, boolean enabled) {
        this.swarm = swarm;
        this.clock = clock;
        this.enabled = enabled;
    }

    PageResponse logs(PageRequest request) {
        if (!enabled) {
            return PageResponse.text(
                    501,
                    "The gateway may not read logs: set FAAS_LOGS=true, which needs GET /services/{id}/logs of Docker, "
                            + "or run docker service logs.\n");
        }
        Optional<LogQuery> query = query(request);
        if (query.isEmpty()) {
            return PageResponse.text(422, "could not parse the log request\n");
        }
        Optional<DeployedFunction> function = Namespace.isMeant(request)
                ? request.parameter("name").flatMap(name -> swarm.function(Namespace.removedFrom(name)))
                : Optional.empty();
        if (function.isEmpty()) {
            return PageResponse.text(404, "There is no such function; GET /system/functions lists them.\n");
        }
        String instance = request.parameter("instance").orElse("");
        return PageResponse.stream(
                CONTENT_TYPE,
                query.get().follow() ? FOLLOW_LIMIT : LIMIT,
                sink -> read(function.get(), query.get(), instance, sink));
    }

    private void read(DeployedFunction function, LogQuery query, String instance, PageResponse.Sink sink)
            throws IOException, InterruptedException {
        // Those of a function with several services come one after the other; the first is followed.
        List<String> services =
                function.services().stream().map(service -> service.id()).toList();
        for (String service : services) {
            try {
                swarm.readLog(service, query, line -> {
                    if (instance.isEmpty() || instance.equals(line.taskId())) {
                        sink.write(json(function.name(), line));
                    }
                });
            } catch (IOException e) {
                sink.write(json(
                        function.name(),
                        new LogLine("", "", "The log ends here, since Docker's broke off: " + e.getMessage())));
            } catch (InterruptedException e) {
                sink.write(json(function.name(), new LogLine("", "", "The log ends here, since its time is over.")));
                throw e;
            }
        }
    }

    private byte[] json(String function, LogLine line) {
        String timestamp = line.timestamp().isEmpty() ? clock.instant().toString() : line.timestamp();
        return (gson.toJson(new Line(function, Namespace.NAME, line.taskId(), timestamp, line.text())) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if a parameter is none. */
    private static Optional<LogQuery> query(PageRequest request) {
        try {
            int tail = Integer.parseInt(request.parameter("tail").orElse("-1"));
            String follow = request.parameter("follow").orElse("0");
            if (!List.of("0", "1", "true", "false").contains(follow)) {
                return Optional.empty();
            }
            Optional<Instant> since = request.parameter("since")
                    .map(time -> OffsetDateTime.parse(time).toInstant());
            return Optional.of(new LogQuery(
                    follow.equals("1") || follow.equals("true"),
                    tail <= 0 ? OptionalInt.empty() : OptionalInt.of(tail),
                    since));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
