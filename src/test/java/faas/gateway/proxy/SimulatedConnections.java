package faas.gateway.proxy;

import faas.gateway.config.GatewayConfig;
import faas.gateway.function.Endpoint;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The ways from the gateway to each task, as {@link UpstreamConnections} and its lanes have them. */
final class SimulatedConnections implements Upstream.Listener {
    private final VirtualTime time;
    private final GatewayConfig config;
    private final Map<Endpoint, SimulatedTask> tasks = new HashMap<>();
    private final Map<Upstream, List<Consumer<WayCheck.Finding>>> checks = new HashMap<>();

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

    /** Whether a connection to it can be made, told once to all who ask meanwhile. */
    void check(Upstream upstream, Consumer<WayCheck.Finding> who) {
        List<Consumer<WayCheck.Finding>> asking = checks.get(upstream);
        if (asking != null) {
            asking.add(who);
            return;
        }
        checks.put(upstream, new ArrayList<>(List.of(who)));
        switch (task(upstream).door()) {
            case OPEN -> time.after(SimulatedAttempt.CONNECT_NANOS, () -> tell(upstream, WayCheck.Finding.THERE));
            case SHUT -> time.after(SimulatedAttempt.CONNECT_NANOS, () -> tell(upstream, WayCheck.Finding.REFUSED));
            case LOST ->
                time.noticed(
                        time.nowNanos() + 3 * connectTimeoutNanos(), () -> tell(upstream, WayCheck.Finding.SILENT));
        }
    }

    private void tell(Upstream upstream, WayCheck.Finding finding) {
        Objects.requireNonNull(checks.remove(upstream)).forEach(who -> who.accept(finding));
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
