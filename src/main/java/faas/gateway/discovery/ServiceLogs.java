package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.DockerApi;
import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.swarm.ServiceLog;
import faas.gateway.function.LogLine;
import faas.gateway.function.LogQuery;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the logs of services, over connections of their own, since one lasts as long as somebody follows. Thread-safe. */
final class ServiceLogs implements AutoCloseable {
    /** More than the admin side's limit on streams. */
    private static final int MAX_CONNECTIONS = 64;

    private final DockerApi api;

    ServiceLogs(DockerAddress docker) {
        api = new DockerApi(docker, MAX_CONNECTIONS);
    }

    /**
     * Reads the log of a service, first what is missing of it. Must be called on a virtual thread.
     *
     * @throws IOException if Docker refuses, or its response breaks off; the message is for the operator
     */
    void read(EvaluatedService service, LogQuery query, LogReader lines) throws IOException, InterruptedException {
        for (String node : service.lostNodes()) {
            lines.line(new LogLine(
                    "", "", "The lines of its tasks on the node " + node + " are missing: that node is down."));
        }
        try {
            api.bytes("/services/" + service.service().id() + "/logs?" + parameters(query), bytes -> {
                ServiceLog log = new ServiceLog(bytes);
                for (Optional<LogLine> line = log.next(); line.isPresent(); line = log.next()) {
                    pass(line.get(), lines);
                }
            });
        } catch (DockerFault fault) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new IOException(fault.getMessage(), fault);
        }
    }

    private static void pass(LogLine line, LogReader lines) throws IOException {
        try {
            lines.line(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static String parameters(LogQuery query) {
        OptionalInt tail = query.tail();
        return "stdout=1&stderr=1&timestamps=1&details=1&follow=" + (query.follow() ? 1 : 0) + "&tail="
                + (tail.isPresent() ? Integer.toString(tail.getAsInt()) : "all")
                + query.since().map(ServiceLogs::since).orElse("");
    }

    private static String since(Instant time) {
        return "&since=%d.%09d".formatted(time.getEpochSecond(), time.getNano());
    }

    @Override
    public void close() {
        api.close();
    }
}
