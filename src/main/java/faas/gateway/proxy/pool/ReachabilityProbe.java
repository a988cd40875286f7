package faas.gateway.proxy.pool;

import faas.gateway.io.Deadline;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out whether a silent task can still be reached: it opens a connection and closes it at once, so that no server waits for
 * a request on it. A task whose node is lost does not respond at all. Used on one IO thread.
 */
final class ReachabilityProbe extends Deadline {
    private final ConnectionPool pool;
    private final Upstream upstream;
    private final List<Consumer<ProbeResult>> listeners = new ArrayList<>();
    private Runnable cancel = () -> {};
    private boolean over;

    ReachabilityProbe(ConnectionPool pool, Upstream upstream) {
        this.pool = pool;
        this.upstream = upstream;
    }

    void add(Consumer<ProbeResult> listener) {
        listeners.add(listener);
    }

    void start(ByteBufferPool buffers, long timeoutNanos) {
        pool.deadlines().set(this, pool.deadlines().nowNanos() + timeoutNanos);
        cancel = pool.connect(upstream, buffers, this::connected, this::failed);
    }

    private void connected(TaskConnection connection) {
        connection.close();
        end(ProbeResult.REACHABLE);
    }

    private void failed(IOException e) {
        end(
                switch (Outcome.Cause.of(e)) {
                    case REFUSAL -> ProbeResult.REFUSED;
                    case SILENCE -> ProbeResult.SILENT;
                    case OWN -> ProbeResult.UNKNOWN;
                });
    }

    @Override
    protected void expired() {
        cancel.run();
        end(ProbeResult.SILENT);
    }

    private void end(ProbeResult result) {
        if (over) {
            return;
        }
        over = true;
        pool.deadlines().clear(this);
        pool.probed(upstream);
        listeners.forEach(listener -> listener.accept(result));
    }
}
