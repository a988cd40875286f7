package faas.gateway.proxy;

import io.undertow.client.ClientExchange;
import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/** A task's answer on its way to the caller, from its head on. Used on one IO thread. */
final class Download {
    /** What becomes of it; after the last three nothing more is told. */
    interface Events {
        /** Some of the body was moved. */
        void moved();

        /** The task is done with the call, however slowly the caller reads the rest. */
        void taskDone();

        /** The caller has all of it. */
        void answered();

        void taskFailed(IOException e);

        void callerFailed();
    }

    private final Call call;
    private final ClientExchange task;
    private final AnswerHead head;
    private final Events events;
    private @Nullable Pump pump;
    private boolean begun;

    Download(Call call, ClientExchange task, AnswerHead head, Events events) {
        this.call = call;
        this.task = task;
        this.head = head;
        this.events = events;
    }

    void start() {
        if (head.describesAbsentBody()) {
            openAnswer();
            events.answered();
            return;
        }
        HttpServerExchange exchange = call.exchange();
        pump = new Pump(
                task.getResponseChannel(),
                this::openAnswer,
                exchange.getRequestMethod().equals(Methods.HEAD) ? 0 : head.length(),
                exchange.getConnection().getByteBufferPool(),
                new Body());
        pump.run();
    }

    /** Whether something of it may be out. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether it is the caller's turn to read. */
    boolean waitsForCaller() {
        return pump != null && pump.waitsForSink();
    }

    void stop() {
        Pump.stopIfMade(pump);
    }

    private StreamSinkChannel openAnswer() {
        begun = true;
        HttpServerExchange exchange = call.exchange();
        ClientResponse response = task.getResponse();
        ProxyHeaders.toCaller(response, call);
        HeaderMap to = exchange.getResponseHeaders();
        boolean bodiless = exchange.getRequestMethod().equals(Methods.HEAD);
        if (!bodiless && exchange.isHttp11() && !to.contains(Headers.CONTENT_LENGTH)) {
            // Else Undertow may end the body with the connection, and one that is cut short would look whole.
            to.put(Headers.TRANSFER_ENCODING, "chunked");
            Trailers.announce(response.getResponseHeaders(), to);
        }
        return exchange.getResponseChannel();
    }

    private final class Body implements Pump.Events {
        @Override
        public void moved() {
            events.moved();
        }

        @Override
        public void sourceEnded() {
            Trailers.pass(task, call.exchange());
            events.taskDone();
        }

        @Override
        public void finished() {
            events.answered();
        }

        @Override
        public void sourceFailed(IOException e) {
            events.taskFailed(e);
        }

        @Override
        public void sinkFailed(IOException e) {
            events.callerFailed();
        }
    }
}
