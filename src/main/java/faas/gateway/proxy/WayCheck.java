package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.ArrayList;
import java.util.List;
import org.xnio.IoUtils;

/**
 * Whether a silent task is still there: a connection is made and closed at once, so that no server waits for a request
 * on it. A task whose node is lost answers nothing at all; one that refuses, or is only slow, is there.
 */
final class WayCheck extends Watched implements ClientCallback<ClientConnection> {
    private final Lane lane;
    private final Upstream upstream;
    private final List<Runnable> ifLost = new ArrayList<>();
    private boolean over;

    WayCheck(Lane lane, Upstream upstream) {
        this.lane = lane;
        this.upstream = upstream;
    }

    void ifLost(Runnable action) {
        ifLost.add(action);
    }

    void start(ByteBufferPool pool, long deadlineNanos) {
        deadlineNanos(deadlineNanos);
        lane.watch(this);
        lane.connect(upstream, pool, this);
    }

    @Override
    public void completed(ClientConnection made) {
        IoUtils.safeClose(made);
        end(false);
    }

    @Override
    public void failed(IOException e) {
        end(e instanceof NoRouteToHostException);
    }

    @Override
    void deadlinePassed() {
        end(true);
    }

    private void end(boolean lost) {
        if (over) {
            return;
        }
        over = true;
        lane.unwatch(this);
        lane.checked(upstream);
        if (lost) {
            ifLost.forEach(Runnable::run);
        }
    }
}
