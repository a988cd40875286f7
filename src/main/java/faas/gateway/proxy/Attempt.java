package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientResponse;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/**
 * One try of a call on one task: connect or take an idle connection, send the request, stream the answer. Runs on the
 * exchange's IO thread and ends exactly once.
 */
final class Attempt extends Watched {
    private final HttpServerExchange exchange;
    private final Call call;
    private final Upstream.Lease lease;
    private final UpstreamConnections connections;
    private final Lane lane;
    private final Consumer<Outcome> onEnd;
    private final Patience patience;
    private @Nullable ClientConnection connection;
    private @Nullable ClientExchange clientExchange;
    private @Nullable Pump requestPump;
    private @Nullable Pump answerPump;
    private boolean reused;
    private boolean bodyTaken;
    private boolean answerOpened;
    private boolean ended;

    Attempt(Call call, Upstream.Lease lease, UpstreamConnections connections, Consumer<Outcome> onEnd) {
        this.exchange = call.exchange();
        this.call = call;
        this.lease = lease;
        this.connections = connections;
        this.lane = connections.lane(exchange.getIoThread());
        this.onEnd = onEnd;
        this.patience = new Patience(
                lease.upstream().policy().timeout().map(Duration::toNanos).orElse(connections.timeoutNanos()));
    }

    void start() {
        lane.watch(this);
        ClientConnection idle = lane.takeIdle(lease.upstream());
        if (idle != null) {
            reused = true;
            send(idle);
            return;
        }
        connect();
    }

    private void connect() {
        deadlineNanos(connections.nowNanos() + connections.connectTimeoutNanos());
        lane.connect(lease.upstream(), pool(), new Connected());
    }

    @Override
    void deadlinePassed() {
        if (connection == null && clientExchange == null) {
            end(new Outcome.NotConnected("no connection in time", Outcome.Cause.SILENCE));
            return;
        }
        if (patience.isOver(connections.nowNanos())) {
            end(waitsForCaller() ? new Outcome.CallerGone() : new Outcome.TooSlow());
            return;
        }
        if (answerPump == null) {
            checkTheWay();
        }
        lookAgain();
    }

    /** An established connection does not tell when its other end is lost; a call that can be sent elsewhere is, then. */
    private void checkTheWay() {
        patience.checked();
        connections.check(exchange, lease.upstream(), finding -> {
            long nowNanos = connections.nowNanos();
            boolean answers = answerPump != null || lease.upstream().silentForNanos(nowNanos) < Patience.ALIVE_NANOS;
            if (ended || answers || finding != WayCheck.Finding.SILENT) {
                return;
            }
            if (isReplayable()) {
                end(new Outcome.Lost());
            } else {
                lease.upstream().unreachable(nowNanos);
            }
        });
    }

    /** Whether the call may be sent again though the task may have begun to work on it (RFC 9110 §9.2.2). */
    private boolean isReplayable() {
        return !ended && !answerOpened && !bodyTaken && call.isIdempotent() && exchange.isRequestComplete();
    }

    /** Whether it is the caller who keeps the call from going on: by not reading the answer, or not sending the body. */
    private boolean waitsForCaller() {
        return answerPump != null ? answerPump.waitsForSink() : requestPump != null && !requestPump.waitsForSink();
    }

    private void send(ClientConnection made) {
        connection = made;
        progressed();
        made.sendRequest(ProxyHeaders.toFunction(call, lease.upstream()), new RequestReady());
    }

    private void answer(ClientExchange answered) {
        ClientResponse response = answered.getResponse();
        AnswerHead head = AnswerHead.of(response);
        Optional<String> mistake = head.mistake();
        if (mistake.isPresent()) {
            end(new Outcome.Broken(mistake.get(), false));
            return;
        }
        lease.reached();
        lease.upstream().heard(connections.nowNanos());
        progressed();
        if (head.describesAbsentBody()) {
            openAnswer(response);
            end(new Outcome.Answered());
            return;
        }
        answerPump = new Pump(
                answered.getResponseChannel(),
                () -> openAnswer(response),
                exchange.getRequestMethod().equals(Methods.HEAD) ? 0 : head.length(),
                pool(),
                new AnswerBody());
        answerPump.run();
    }

    private StreamSinkChannel openAnswer(ClientResponse response) {
        answerOpened = true;
        ProxyHeaders.toCaller(response, call);
        return exchange.getResponseChannel();
    }

    /**
     * A connection is good for another call only once both its bodies have come to their end: once the client, having
     * written the request's last byte, has let go of the exchange.
     */
    private void giveBackConnection() {
        boolean requestOut =
                clientExchange != null && !clientExchange.getRequestChannel().isOpen();
        if (connection != null && requestOut) {
            lane.giveBack(lease.upstream(), connection);
            connection = null;
        }
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        lane.unwatch(this);
        Pump.stopIfMade(requestPump);
        Pump.stopIfMade(answerPump);
        if (connection != null) {
            Lane.breakOff(connection);
        }
        onEnd.accept(outcome);
    }

    private void progressed() {
        patience.progressed(connections.nowNanos());
        lookAgain();
    }

    private void lookAgain() {
        boolean watchTheWay = answerPump == null && exchange.isRequestComplete();
        deadlineNanos(patience.nextLookNanos(connections.nowNanos(), watchTheWay));
    }

    private void broken(@Nullable String reason) {
        if (reused && answerPump == null) {
            // The others were idle as long, and will most likely be closed, too.
            lane.closeIdle(lease.upstream());
        }
        end(new Outcome.Broken(String.valueOf(reason), isReplayable()));
    }

    private ByteBufferPool pool() {
        return exchange.getConnection().getByteBufferPool();
    }

    private final class Connected implements ClientCallback<ClientConnection> {
        @Override
        public void completed(ClientConnection made) {
            lease.reached();
            if (ended) {
                lane.giveBack(lease.upstream(), made);
                return;
            }
            send(made);
        }

        @Override
        public void failed(IOException e) {
            end(Outcome.NotConnected.because(e));
        }
    }

    private final class RequestReady implements ClientCallback<ClientExchange> {
        @Override
        public void completed(ClientExchange ready) {
            clientExchange = ready;
            ready.setResponseListener(new Answered());
            if (!exchange.isRequestComplete()) {
                bodyTaken = true;
                requestPump =
                        new Pump(exchange.getRequestChannel(), ready::getRequestChannel, -1, pool(), new RequestBody());
                requestPump.run();
            }
        }

        /** The idle connection had been closed before a byte of this request was written. */
        @Override
        public void failed(IOException e) {
            if (ended || !reused) {
                end(Outcome.NotConnected.because(e));
                return;
            }
            lane.closeIdle(lease.upstream());
            connection = null;
            reused = false;
            connect();
        }
    }

    private final class Answered implements ClientCallback<ClientExchange> {
        @Override
        public void completed(ClientExchange answered) {
            if (!ended) {
                answer(answered);
            }
        }

        @Override
        public void failed(IOException e) {
            broken(e.getMessage());
        }
    }

    private final class RequestBody implements Pump.Events {
        @Override
        public void moved() {
            progressed();
        }

        @Override
        public void sourceFailed(IOException e) {
            end(e instanceof RefusedBody refused ? new Outcome.Refused(refused.problem()) : new Outcome.CallerGone());
        }

        /** The task stopped reading; its answer, if it gave one, is still to be read. */
        @Override
        public void sinkFailed(IOException e) {
            requestPump = null;
        }
    }

    private final class AnswerBody implements Pump.Events {
        @Override
        public void moved() {
            progressed();
        }

        /** The task is done with the call, however slowly the caller reads the rest. */
        @Override
        public void sourceEnded() {
            giveBackConnection();
        }

        @Override
        public void finished() {
            end(new Outcome.Answered());
        }

        @Override
        public void sourceFailed(IOException e) {
            broken(e.getMessage());
        }

        @Override
        public void sinkFailed(IOException e) {
            end(new Outcome.CallerGone());
        }
    }
}
