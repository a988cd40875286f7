package faas.gateway;

import faas.gateway.discovery.Discovery;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.discovery.LogReader;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.LogQuery;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Snapshot;
import faas.gateway.function.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A discovery that reads no Swarm: the test publishes what runs where. */
final class FakeDiscovery implements Discovery {
    private final Queue<String> suspected = new ConcurrentLinkedQueue<>();
    private Consumer<Snapshot> table = snapshot -> {};
    private volatile Diagnosis diagnosis = Diagnosis.NONE;
    private volatile Map<String, ServiceSpec> specs = Map.of();
    private volatile Map<String, Usage> usage = Map.of();
    private volatile LogSource log = (serviceId, query, lines) -> {};
    private volatile DiscoveryStatus status = new DiscoveryStatus(Optional.of(Duration.ZERO), Optional.empty());

    void publish(Snapshot snapshot) {
        table.accept(snapshot);
    }

    void status(DiscoveryStatus now) {
        status = now;
    }

    void specs(Map<String, ServiceSpec> now) {
        specs = now;
    }

    void log(LogSource now) {
        log = now;
    }

    void usage(Map<String, Usage> now) {
        usage = now;
    }

    void diagnosis(Diagnosis now) {
        diagnosis = now;
    }

    /** The services whose tasks the gateway found unreachable. */
    Queue<String> suspected() {
        return suspected;
    }

    @Override
    public void start(Consumer<Snapshot> publish) {
        table = publish;
        publish(new Snapshot(Map.of()));
    }

    @Override
    public DiscoveryStatus status() {
        return status;
    }

    @Override
    public void suspect(String serviceId) {
        suspected.add(serviceId);
    }

    @Override
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    @Override
    public Map<String, ServiceSpec> specs() {
        return specs;
    }

    @Override
    public void readLog(String serviceId, LogQuery query, LogReader lines) throws IOException, InterruptedException {
        log.read(serviceId, query, lines);
    }

    @Override
    public Optional<Usage> usage(String serviceId) {
        return Optional.ofNullable(usage.get(serviceId));
    }

    @Override
    public void close() {}
}
