package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xnio.IoUtils;

/**
 * Whether a silent task is still there: a connection is made and closed at once, so that no server waits for a request
 * on it. A task whose node is lost answers nothing at all.
 */
final class WayCheck extends Watched implements ClientCallback<ClientConnection> {
    /** What became of it. */
    enum Finding {
        /** The task takes connections. */
        THERE,
        /** Somebody says that it does not. */
        REFUSED,
        /** Nothing comes back. */
        SILENT
    }

    private final Lane lane;
    private final Upstream upstream;
    private final List<Consumer<Finding>> asking = new ArrayList<>();
    private boolean over;

    WayCheck(Lane lane, Upstream upstream) {
        this.lane = lane;
        this.upstream = upstream;
    }

    void tell(Consumer<Finding> who) {
        asking.add(who);
    }

    void start(ByteBufferPool pool, long deadlineNanos) {
        deadlineNanos(deadlineNanos);
        lane.watch(this);
        lane.connect(upstream, pool, this);
    }

    @Override
    public void completed(ClientConnection made) {
        IoUtils.safeClose(made);
        end(Finding.THERE);
    }

    @Override
    public void failed(IOException e) {
        end(e instanceof NoRouteToHostException ? Finding.SILENT : Finding.REFUSED);
    }

    @Override
    void deadlinePassed() {
        end(Finding.SILENT);
    }

    private void end(Finding finding) {
        if (over) {
            return;
        }
        over = true;
        lane.unwatch(this);
        lane.checked(upstream);
        asking.forEach(who -> who.accept(finding));
    }
}
