package faas.gateway.proxy;

import faas.gateway.wire.AnswerHead;
import faas.gateway.wire.TaskConnection;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.List;
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

        /** There will be no more of it. */
        void broken(IOException e);

        void callerFailed();
    }

    private final Call call;
    private final TaskConnection task;
    private final AnswerHead head;
    private final Events events;
    private @Nullable Pump pump;
    private boolean begun;

    Download(Call call, TaskConnection task, AnswerHead head, Events events) {
        this.call = call;
        this.task = task;
        this.head = head;
        this.events = events;
    }

    void start() {
        Pump made = new Pump(
                task.source(), this::openAnswer, call.exchange().getConnection().getByteBufferPool(), new Body());
        pump = made;
        made.sourceTellsEnd();
        PooledByteBuffer whole = task.takeWholeBody();
        if (task.isAnswerOver()) {
            made.startWithAll(whole);
        } else {
            made.run();
        }
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
        call.answering();
        HttpServerExchange exchange = call.exchange();
        ProxyHeaders.toCaller(head, call);
        HeaderMap to = exchange.getResponseHeaders();
        boolean bodiless = exchange.getRequestMethod().equals(Methods.HEAD);
        if (!bodiless && exchange.isHttp11() && !to.contains(Headers.CONTENT_LENGTH)) {
            // Else Undertow may end the body with the connection, and one that is cut short would look whole.
            to.put(Headers.TRANSFER_ENCODING, "chunked");
            List<String> trailers = head.all(Headers.TRAILER);
            if (trailers != null) {
                to.putAll(Headers.TRAILER, trailers);
            }
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
            HeaderMap trailers = Trailers.fit(task.trailers());
            if (trailers != null) {
                call.exchange().putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
            }
            events.taskDone();
        }

        @Override
        public void finished() {
            events.answered();
        }

        @Override
        public void sourceFailed(IOException e) {
            events.broken(e);
        }

        @Override
        public void sinkFailed(IOException e) {
            events.callerFailed();
        }
    }
}
