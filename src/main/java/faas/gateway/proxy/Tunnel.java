package faas.gateway.proxy;

import faas.gateway.http1.Fields;
import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.taskclient.ResponseHead;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call whose two ends have left HTTP by a 101: bytes go both ways as they come, until each end has said that its own are
 * over, one of them breaks off, or none moved for as long as a call may be still. Used on the call's IO thread.
 */
final class Tunnel extends Deadline {
    private final Call call;
    private final TaskConnection connection;
    private final ByteBufferPool pool;
    private final DeadlineSweeper deadlines;
    private final long timeoutNanos;
    private final Consumer<Outcome> onEnd;
    private @Nullable Pump toTask;
    private @Nullable Pump toClient;
    private int waysOver;
    private boolean ended;

    /**
     * @param connection the task's side, its 101 read
     * @param onEnd told once, when both sides are closed
     */
    Tunnel(
            Call call,
            TaskConnection connection,
            UpstreamConnections connections,
            long timeoutNanos,
            Consumer<Outcome> onEnd) {
        this.call = call;
        this.connection = connection;
        this.pool = connections.buffers();
        this.deadlines = call.request().loop().deadlines();
        this.timeoutNanos = timeoutNanos;
        this.onEnd = onEnd;
    }

    /**
     * Sends the client the 101, and begins once that is out.
     *
     * @param asked the protocols the client asked for
     */
    void open(ResponseHead head, String asked) {
        Fields fields = ProxyHeaders.toClient(head, call).add(Headers.UPGRADE, Upgrade.agreed(head, asked));
        moved();
        call.onGone(() -> end(new Outcome.CallerGone()));
        call.request().upgrade(fields, this::join);
    }

    private void join(CallRequest.RawStream client) {
        if (ended) {
            return;
        }
        connection.switchToRaw();
        Pump up =
                new Pump(client.source(), connection::sink, pool, call.request().loop(), new FromClient());
        Pump down =
                new Pump(connection.source(), client::sink, pool, call.request().loop(), new FromTask());
        down.yieldBuffers();
        toTask = up;
        toClient = down;
        up.run();
        down.run();
    }

    private void moved() {
        deadlines.set(this, deadlines.nowNanos() + timeoutNanos);
    }

    @Override
    protected void expired() {
        end(new Outcome.TooSlow());
    }

    private void wayOver() {
        waysOver++;
        if (waysOver == 2) {
            end(new Outcome.Answered());
        }
    }

    private void taskBroke(IOException e) {
        end(new Outcome.Broken(String.valueOf(e.getMessage()), false));
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        deadlines.clear(this);
        Pump.stopIfMade(toTask);
        Pump.stopIfMade(toClient);
        connection.close();
        onEnd.accept(outcome);
        call.request().closeRaw();
    }

    private final class FromClient implements Pump.Events {
        @Override
        public void moved(int bytes) {
            Tunnel.this.moved();
        }

        @Override
        public void finished() {
            wayOver();
        }

        @Override
        public void sourceFailed(IOException e) {
            end(new Outcome.CallerGone());
        }

        @Override
        public void sinkFailed(IOException e) {
            taskBroke(e);
        }
    }

    private final class FromTask implements Pump.Events {
        @Override
        public void moved(int bytes) {
            Tunnel.this.moved();
        }

        @Override
        public void finished() {
            wayOver();
        }

        @Override
        public void sourceFailed(IOException e) {
            taskBroke(e);
        }

        @Override
        public void sinkFailed(IOException e) {
            end(new Outcome.CallerGone());
        }
    }
}
