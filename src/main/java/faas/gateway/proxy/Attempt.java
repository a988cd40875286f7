package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
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
    private @Nullable ClientConnection connection;
    private @Nullable ClientExchange clientExchange;
    private @Nullable Pump requestPump;
    private @Nullable Pump answerPump;
    private boolean connected;
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
        if (!connected) {
            end(new Outcome.NotConnected("no connection in time"));
            return;
        }
        end(waitsForCaller() ? new Outcome.CallerGone() : new Outcome.TooSlow());
    }

    /** Whether it is the caller who keeps the call from going on: by not reading the answer, or not sending the body. */
    private boolean waitsForCaller() {
        if (answerPump != null) {
            return answerPump.waitsForSink();
        }
        return requestPump != null && !requestPump.waitsForSink();
    }

    private void send(ClientConnection made) {
        connection = made;
        connected = true;
        progressed();
        ClientRequest request =
                new ClientRequest().setMethod(exchange.getRequestMethod()).setPath(call.target());
        ProxyHeaders.toFunction(exchange, call.id(), lease.upstream().endpoint(), request.getRequestHeaders());
        made.sendRequest(request, new RequestReady());
    }

    private void answer(ClientExchange answered) {
        ClientResponse response = answered.getResponse();
        if (response.getResponseCode() < 200) {
            end(new Outcome.Broken("status " + response.getResponseCode() + " in place of an answer"));
            return;
        }
        progressed();
        HeaderMap fields = response.getResponseHeaders();
        boolean chunked = fields.contains(Headers.TRANSFER_ENCODING);
        if (!chunked && fields.count(Headers.CONTENT_LENGTH) > 1) {
            end(new Outcome.Broken("several lengths"));
            return;
        }
        long length = chunked ? -1 : length(fields);
        if (isWithoutBody(response.getResponseCode()) && (chunked || length > 0)) {
            // Undertow's client waits for a body that such an answer only describes (RFC 9110 §15.4.5).
            openAnswer(response);
            end(new Outcome.Answered());
            return;
        }
        answerPump = new Pump(
                answered.getResponseChannel(),
                () -> openAnswer(response),
                exchange.getRequestMethod().equals(Methods.HEAD) ? 0 : length,
                pool(),
                new AnswerBody());
        answerPump.run();
    }

    private StreamSinkChannel openAnswer(ClientResponse response) {
        exchange.setStatusCode(response.getResponseCode());
        ProxyHeaders.toCaller(response.getResponseHeaders(), call.id(), exchange.getResponseHeaders());
        return exchange.getResponseChannel();
    }

    private static boolean isWithoutBody(int status) {
        return status == StatusCodes.NO_CONTENT || status == StatusCodes.NOT_MODIFIED;
    }

    /** The declared length, which Undertow's client has read already; -1 if there is none. */
    private static long length(HeaderMap fields) {
        String length = fields.getFirst(Headers.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** A connection is good for another call only once both its bodies have come to their end. */
    private void giveBackConnection() {
        if (connection != null && isRequestOut()) {
            lane.giveBack(lease.upstream(), connection);
            connection = null;
        }
    }

    /** Whether the client has written the request's last byte; only then does it let go of the exchange. */
    private boolean isRequestOut() {
        return clientExchange != null && !clientExchange.getRequestChannel().isOpen();
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        lane.unwatch(this);
        release(requestPump);
        release(answerPump);
        if (connection != null) {
            breakOff(connection);
        }
        onEnd.accept(outcome);
    }

    /** Closes at once: an orderly close would first write the end of a body that was cut short. */
    private static void breakOff(ClientConnection connection) {
        try {
            IoUtils.safeClose(connection.performUpgrade());
        } catch (IOException e) {
            IoUtils.safeClose(connection);
        }
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
            clientExchange = ready;
            ready.setResponseListener(new Answered());
            if (!exchange.isRequestComplete()) {
                requestPump =
                        new Pump(exchange.getRequestChannel(), ready::getRequestChannel, -1, pool(), new RequestBody());
                requestPump.run();
            }
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
        public void sourceFailed(IOException e) {
            end(new Outcome.CallerGone());
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
            end(new Outcome.Broken(String.valueOf(e.getMessage())));
        }

        @Override
        public void sinkFailed(IOException e) {
            end(new Outcome.CallerGone());
        }
    }
}
