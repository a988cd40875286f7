package faas.gateway.proxy.pool;

import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.taskclient.TaskConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Finds out whether a silent task can still be reached: it opens a connection and closes it at once, so that no server waits for
 * a request on it. A task whose node is lost does not respond at all. Used on one IO thread.
 */
final class ReachabilityProbe extends Deadline {
    private final DeadlineSweeper deadlines;
    private final Runnable onEnd;
    private final List<Consumer<ProbeResult>> listeners = new ArrayList<>();
    private Runnable cancel = () -> {};
    private boolean over;

    /** @param onEnd run before the listeners get the result */
    ReachabilityProbe(DeadlineSweeper deadlines, Runnable onEnd) {
        this.deadlines = deadlines;
        this.onEnd = onEnd;
    }

    void add(Consumer<ProbeResult> listener) {
        listeners.add(listener);
    }

    /** @param connect opens the connection, calls one of the consumers, and returns what cancels it */
    void start(BiFunction<Consumer<TaskConnection>, Consumer<IOException>, Runnable> connect, long timeoutNanos) {
        deadlines.set(this, deadlines.nowNanos() + timeoutNanos);
        cancel = connect.apply(this::connected, this::failed);
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
        deadlines.clear(this);
        onEnd.run();
        listeners.forEach(listener -> listener.accept(result));
    }
}
