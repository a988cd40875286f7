package faas.gateway.proxy.relay;

import faas.gateway.http1.Fields;
import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.taskclient.ResponseHead;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call whose two ends have left HTTP by a 101. Bytes pass both ways as they come, until both ends have finished, one of them breaks
 * off, or none moved within the call's timeout. Used on the call's IO thread.
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
    private int endsDone;
    private boolean ended;

    /**
     * @param connection the task's side, its 101 read
     * @param onEnd given the outcome once, when the task's side is closed
     */
    Tunnel(
            Call call,
            TaskConnection connection,
            ConnectionPools connections,
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
     * Sends the client the 101, and begins once that is sent.
     *
     * @param asked the protocols the client asked for
     */
    void open(ResponseHead head, String asked) {
        Fields fields = ProxyHeaders.toClient(head, call).add(Headers.UPGRADE, Upgrade.agreed(head, asked));
        moved();
        call.ending().onGone(() -> end(new Outcome.ClientGone()));
        try {
            call.request().upgrade(fields, this::join);
        } catch (OutOfBuffersException e) {
            end(new Outcome.Refused(new Problem.Overloaded()));
        }
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

    private void endDone() {
        endsDone++;
        if (endsDone == 2) {
            end(new Outcome.Answered());
        }
    }

    private void taskBroke(IOException e) {
        end(Outcome.of(e, new Outcome.Broken(String.valueOf(e.getMessage()), false)));
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

    /** What both directions have in common; they differ in who is at which end. */
    private abstract class Direction implements Pump.Events {
        @Override
        public void moved(int bytes) {
            Tunnel.this.moved();
        }

        @Override
        public void finished() {
            endDone();
        }
    }

    private final class FromClient extends Direction {
        @Override
        public void sourceFailed(IOException e) {
            end(new Outcome.ClientGone());
        }

        @Override
        public void sinkFailed(IOException e) {
            taskBroke(e);
        }
    }

    private final class FromTask extends Direction {
        @Override
        public void sourceFailed(IOException e) {
            taskBroke(e);
        }

        @Override
        public void sinkFailed(IOException e) {
            end(new Outcome.ClientGone());
        }
    }
}
