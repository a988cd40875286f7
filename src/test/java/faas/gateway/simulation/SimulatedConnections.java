package faas.gateway.simulation;

import faas.gateway.config.GatewayConfig;
import faas.gateway.function.Endpoint;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The network between the gateway and its tasks. */
final class SimulatedConnections implements Upstream.Listener {
    private final VirtualTime time;
    private final GatewayConfig config;
    private final Map<Endpoint, SimulatedTask> tasks = new HashMap<>();
    private final Map<Upstream, List<Consumer<ProbeResult>>> probes = new HashMap<>();

    SimulatedConnections(VirtualTime time, GatewayConfig config) {
        this.time = time;
        this.config = config;
    }

    void add(SimulatedTask task) {
        tasks.put(task.endpoint(), task);
    }

    SimulatedTask task(Upstream upstream) {
        return Objects.requireNonNull(tasks.get(upstream.endpoint()), "a task that was never started");
    }

    long connectTimeoutNanos() {
        return config.connectTimeout().toNanos();
    }

    long timeoutNanos(Upstream upstream) {
        return upstream.policy()
                .timeout()
                .map(Duration::toNanos)
                .orElse(config.timeout().toNanos());
    }

    /** Whether a connection to it can be made; one probe for all that ask meanwhile. */
    void probe(Upstream upstream, Consumer<ProbeResult> listener) {
        List<Consumer<ProbeResult>> waiting = probes.get(upstream);
        if (waiting != null) {
            waiting.add(listener);
            return;
        }
        probes.put(upstream, new ArrayList<>(List.of(listener)));
        switch (task(upstream).door()) {
            case OPEN -> time.after(SimulatedAttempt.CONNECT_NANOS, () -> report(upstream, ProbeResult.REACHABLE));
            case SHUT -> time.after(SimulatedAttempt.CONNECT_NANOS, () -> report(upstream, ProbeResult.REFUSED));
            case LOST ->
                time.noticed(
                        time.nowNanos() + 3 * connectTimeoutNanos(), () -> report(upstream, ProbeResult.SILENT));
        }
    }

    private void report(Upstream upstream, ProbeResult result) {
        Objects.requireNonNull(probes.remove(upstream)).forEach(listener -> listener.accept(result));
    }

    @Override
    public void retired(Upstream upstream) {
        task(upstream).closeIdle();
    }

    @Override
    public void ejected(Upstream upstream) {
        task(upstream).closeIdle();
    }
}
