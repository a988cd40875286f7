package faas.gateway.proxy;

import faas.gateway.wire.AnswerHead;
import faas.gateway.wire.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * A call whose two ends have left HTTP by a 101: bytes go both ways as they come, until each end has said that its own are
 * over, one of them breaks off, or none moved for as long as a call may be still. Used on the exchange's IO thread.
 */
final class Tunnel extends Watched {
    private final Call call;
    private final HttpServerExchange exchange;
    private final TaskConnection connection;
    private final UpstreamConnections connections;
    private final long timeoutNanos;
    private final Consumer<Outcome> onEnd;
    private @Nullable Pump toTask;
    private @Nullable Pump toCaller;
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
        this.exchange = call.exchange();
        this.connection = connection;
        this.connections = connections;
        this.timeoutNanos = timeoutNanos;
        this.onEnd = onEnd;
    }

    /**
     * Tells the caller of the switch, and begins once that is out.
     *
     * @param asked the protocols the caller asked for
     */
    void open(AnswerHead head, String asked) {
        ProxyHeaders.toCaller(head, call);
        Upgrade.agree(exchange, head, asked);
        call.tunnelled();
        moved();
        connections.lane(exchange.getIoThread()).watch(this);
        exchange.getConnection().addCloseListener(closed -> {
            if (toTask == null) {
                end(new Outcome.CallerGone());
            }
        });
        // Else Undertow would close the connection, or have it serve a next call.
        exchange.setPersistent(true);
        exchange.upgradeChannel((caller, over) -> join(caller));
        exchange.endExchange();
    }

    private void join(StreamConnection caller) {
        if (ended) {
            IoUtils.safeClose(caller);
            return;
        }
        connection.leaveHttp();
        ByteBufferPool pool = exchange.getConnection().getByteBufferPool();
        Pump up = new Pump(caller.getSourceChannel(), connection::sink, pool, new FromCaller());
        Pump down = new Pump(connection.source(), caller::getSinkChannel, pool, new FromTask());
        toTask = up;
        toCaller = down;
        up.run();
        down.run();
    }

    private void moved() {
        deadlineNanos(connections.nowNanos() + timeoutNanos);
    }

    @Override
    void deadlinePassed() {
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
        connections.lane(exchange.getIoThread()).unwatch(this);
        Pump.stopIfMade(toTask);
        Pump.stopIfMade(toCaller);
        connection.close();
        IoUtils.safeClose(exchange.getConnection());
        onEnd.accept(outcome);
        call.tunnelOver();
    }

    private final class FromCaller implements Pump.Events {
        @Override
        public void moved() {
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
        public void moved() {
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
