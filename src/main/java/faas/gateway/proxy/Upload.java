package faas.gateway.proxy;

import faas.gateway.wire.TaskConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The caller's body on its way to one task. Where the caller waits for a go-ahead (RFC 9110 §10.1.1), nothing is read of it
 * before the task has given one, since reading it has the caller told to go ahead. Used on one IO thread.
 */
final class Upload {
    /** What becomes of it. */
    interface Events {
        /** Some of it was moved. */
        void moved();

        /** It cannot be read on: the caller is gone, or what he sends is refused. */
        void uploadFailed(IOException e);

        /** Nothing of the request was written, and nothing of the body taken. */
        void headFailed(IOException e);
    }

    private final HttpServerExchange exchange;
    private final Events events;
    private final boolean expected;
    private @Nullable TaskConnection ready;
    private @Nullable Pump pump;
    private boolean taken;
    private boolean waiting;

    Upload(HttpServerExchange exchange, Events events) {
        this.exchange = exchange;
        this.events = events;
        this.expected = !exchange.isRequestComplete() && HttpContinue.requiresContinueResponse(exchange);
    }

    /** Whether the caller waits for a go-ahead. */
    boolean isExpected() {
        return expected;
    }

    /** Whether something of the body may have been read, so that the request is not whole any more. */
    boolean isTaken() {
        return taken;
    }

    /** Whether it waits for the task's go-ahead. */
    boolean isWaiting() {
        return waiting;
    }

    /** Whether it is the caller's turn to send. */
    boolean waitsForCaller() {
        return pump != null && !pump.waitsForSink();
    }

    /** The request's head may go out, and the body after it. */
    void begin(TaskConnection to) {
        ready = to;
        if (!expected) {
            take();
            return;
        }
        waiting = true;
        try {
            // What does not go out now goes out with the body.
            to.sink().flush();
        } catch (IOException e) {
            waiting = false;
            events.headFailed(e);
        }
    }

    /** The task says that it wants the body. */
    void goAhead() {
        if (waiting) {
            take();
        }
    }

    /** The task wants the body, or does not say. */
    void take() {
        waiting = false;
        if (ready == null || taken || exchange.isRequestComplete()) {
            return;
        }
        taken = true;
        pump = new Pump(
                exchange.getRequestChannel(),
                ready::sink,
                exchange.getConnection().getByteBufferPool(),
                new Body(ready));
        pump.run();
    }

    /** Takes no more of the body than was taken. */
    void stop() {
        waiting = false;
        ready = null;
        Pump.stopIfMade(pump);
    }

    /** The task has answered: a body it did not ask for stays where it is. */
    void answered() {
        waiting = false;
        if (!taken) {
            ready = null;
        }
    }

    private final class Body implements Pump.Events {
        private final TaskConnection to;

        Body(TaskConnection to) {
            this.to = to;
        }

        @Override
        public void moved() {
            events.moved();
        }

        @Override
        public void sourceEnded() {
            HeaderMap trailers = Trailers.fit(exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS));
            if (trailers != null) {
                to.trailers(trailers);
            }
        }

        @Override
        public void sourceFailed(IOException e) {
            events.uploadFailed(e);
        }

        /** The task stopped reading; its answer, if it gave one, is still to be read. */
        @Override
        public void sinkFailed(IOException e) {
            pump = null;
        }
    }
}
