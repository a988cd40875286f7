package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

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
    private @Nullable ClientConnection connection;
    private @Nullable Pump requestPump;
    private @Nullable Pump answerPump;
    private boolean requestSent;
    private boolean ended;

    Attempt(Call call, Upstream.Lease lease, UpstreamConnections connections, Consumer<Outcome> onEnd) {
        this.exchange = call.exchange();
        this.call = call;
        this.lease = lease;
        this.connections = connections;
        this.lane = connections.lane(exchange.getIoThread());
        this.onEnd = onEnd;
    }

    void start() {
        expectWithin(connections.connectTimeoutNanos());
        lane.watch(this);
        ClientConnection idle = lane.takeIdle(lease.upstream());
        if (idle != null) {
            send(idle);
            return;
        }
        lane.connect(lease.upstream(), pool(), new Connected());
    }

    @Override
    void deadlinePassed() {
        end(connection == null ? new Outcome.NotConnected("no connection in time") : new Outcome.TooSlow());
    }

    private void send(ClientConnection made) {
        connection = made;
        progressed();
        ClientRequest request =
                new ClientRequest().setMethod(exchange.getRequestMethod()).setPath(call.target());
        ProxyHeaders.toFunction(exchange, call.id(), request.getRequestHeaders());
        made.sendRequest(request, new RequestReady());
    }

    private void answer(ClientExchange answered) {
        ClientResponse response = answered.getResponse();
        if (response.getResponseCode() < 200) {
            end(new Outcome.Broken("status " + response.getResponseCode() + " in place of an answer"));
            return;
        }
        progressed();
        exchange.setStatusCode(response.getResponseCode());
        ProxyHeaders.toCaller(response.getResponseHeaders(), call.id(), exchange.getResponseHeaders());
        answerPump = new Pump(answered.getResponseChannel(), exchange.getResponseChannel(), pool(), new AnswerBody());
        answerPump.run();
    }

    /** The connection is good for another call only if both its bodies came to their end. */
    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        lane.unwatch(this);
        release(requestPump);
        release(answerPump);
        if (connection != null) {
            if (outcome instanceof Outcome.Answered && requestSent) {
                lane.giveBack(lease.upstream(), connection);
            } else {
                IoUtils.safeClose(connection);
            }
        }
        onEnd.accept(outcome);
    }

    private static void release(@Nullable Pump pump) {
        if (pump != null) {
            pump.stop();
        }
    }

    private void progressed() {
        expectWithin(connections.timeoutNanos());
    }

    private void expectWithin(long nanos) {
        deadlineNanos(connections.nowNanos() + nanos);
    }

    private ByteBufferPool pool() {
        return exchange.getConnection().getByteBufferPool();
    }

    private final class Connected implements ClientCallback<ClientConnection> {
        @Override
        public void completed(ClientConnection made) {
            if (ended) {
                lane.giveBack(lease.upstream(), made);
                return;
            }
            send(made);
        }

        @Override
        public void failed(IOException e) {
            end(new Outcome.NotConnected(String.valueOf(e.getMessage())));
        }
    }

    private final class RequestReady implements ClientCallback<ClientExchange> {
        @Override
        public void completed(ClientExchange ready) {
            ready.setResponseListener(new Answered());
            if (exchange.isRequestComplete()) {
                requestSent = true;
                return;
            }
            requestPump = new Pump(exchange.getRequestChannel(), ready.getRequestChannel(), pool(), new RequestBody());
            requestPump.run();
        }

        /** The idle connection had been closed before a byte of this request was written. */
        @Override
        public void failed(IOException e) {
            end(new Outcome.NotConnected(String.valueOf(e.getMessage())));
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
            end(new Outcome.Broken(String.valueOf(e.getMessage())));
        }
    }

    private final class RequestBody implements Pump.Events {
        @Override
        public void moved() {
            progressed();
        }

        @Override
        public void finished() {
            requestSent = true;
        }

        @Override
        public void sourceFailed(IOException e) {
            end(new Outcome.CallerGone());
        }

        /** The task stopped reading; its answer, if it gave one, is still to be read. */
        @Override
        public void sinkFailed(IOException e) {
            release(requestPump);
        }
    }

    private final class AnswerBody implements Pump.Events {
        @Override
        public void moved() {
            progressed();
        }

        @Override
        public void finished() {
            end(new Outcome.Answered());
        }

        @Override
        public void sourceFailed(IOException e) {
            end(new Outcome.Broken(String.valueOf(e.getMessage())));
        }

        @Override
        public void sinkFailed(IOException e) {
            end(new Outcome.CallerGone());
        }
    }
}
