package faas.gateway.proxy;

import faas.gateway.io.Deadline;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether a silent task is still there: a connection is made and closed at once, so that no server waits for a request
 * on it. A task whose node is lost answers nothing at all.
 */
final class WayCheck extends Deadline {
    /** What became of it. */
    enum Finding {
        /** The task takes connections. */
        THERE,
        /** Somebody says that it does not. */
        REFUSED,
        /** Nothing comes back. */
        SILENT,
        /** The gateway could not ask. */
        UNKNOWN
    }

    private final Lane lane;
    private final Upstream upstream;
    private final List<Consumer<Finding>> asking = new ArrayList<>();
    private Runnable giveUp = () -> {};
    private boolean over;

    WayCheck(Lane lane, Upstream upstream) {
        this.lane = lane;
        this.upstream = upstream;
    }

    void tell(Consumer<Finding> who) {
        asking.add(who);
    }

    void start(ByteBufferPool pool, long timeoutNanos) {
        lane.deadlines().set(this, lane.deadlines().nowNanos() + timeoutNanos);
        giveUp = lane.connect(upstream, pool, this::made, this::failed);
    }

    private void made(TaskConnection connection) {
        connection.close();
        end(Finding.THERE);
    }

    private void failed(IOException e) {
        end(
                switch (Outcome.Cause.of(e)) {
                    case REFUSAL -> Finding.REFUSED;
                    case SILENCE -> Finding.SILENT;
                    case OWN -> Finding.UNKNOWN;
                });
    }

    @Override
    protected void expired() {
        giveUp.run();
        end(Finding.SILENT);
    }

    private void end(Finding finding) {
        if (over) {
            return;
        }
        over = true;
        lane.deadlines().clear(this);
        lane.checked(upstream);
        asking.forEach(who -> who.accept(finding));
    }
}
