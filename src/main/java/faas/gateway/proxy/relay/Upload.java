package faas.gateway.proxy.relay;

import faas.gateway.http1.BodyFraming;
import faas.gateway.io.IoLoop;
import faas.gateway.proxy.call.BodyIn;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.flow.UploadPace;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The client's body on its way to one task. If the client waits for a 100 (RFC 9110 §10.1.1), nothing is read of it before the task
 * has sent one, because reading it sends the client its 100. Used on one IO thread.
 */
final class Upload {
    /** What it reports. */
    interface Events {
        /** Some of it was moved. */
        void moved();

        /** It cannot be read on: the client is gone, or what it sends is refused. */
        void uploadFailed(IOException e);

        /** Nothing of the request was written, and nothing of the body taken. */
        void headFailed(IOException e);
    }

    private final BodyIn body;
    private final ByteBufferPool pool;
    private final IoLoop loop;
    private final Events events;
    private final boolean expected;
    private final boolean limited;
    private @Nullable TaskConnection ready;
    private @Nullable Pump pump;
    private boolean taken;
    private @Nullable UploadPace pace;
    private boolean waiting;

    /** @param limited whether its call holds one of a task's limited slots, so that it has to keep a pace */
    Upload(Call call, boolean limited, ByteBufferPool pool, Events events) {
        this.limited = limited;
        this.body = call.body();
        this.pool = pool;
        this.loop = call.request().loop();
        this.events = events;
        this.expected = call.expectsContinue() && !(call.request().framing() instanceof BodyFraming.None);
    }

    /** Whether the client waits for a 100. */
    boolean isExpected() {
        return expected;
    }

    /** Whether some of the body may have been read, so that it cannot be sent to another task. */
    boolean isTaken() {
        return taken;
    }

    /** Whether it waits for the task's 100. */
    boolean awaitsContinue() {
        return waiting;
    }

    /** Whether all of the body was read. */
    boolean isOver() {
        return body.isEnded();
    }

    /** Whether it waits for the client to send. */
    boolean waitsForClient() {
        return pump != null && !pump.waitsForSink();
    }

    /** Checks whether the client sends too slowly for a call that holds a limited slot. */
    boolean isTooSlow(long nowNanos) {
        return pace != null && pace.isTooSlow(nowNanos) && waitsForClient();
    }

    /** When its pace has to be checked; never if it keeps none. */
    OptionalLong nextPaceCheckNanos() {
        return pace == null || isOver() ? OptionalLong.empty() : OptionalLong.of(pace.nextCheckNanos());
    }

    /** The request's head may go out, and the body after it. */
    void begin(TaskConnection to, long nowNanos) {
        ready = to;
        pace = limited ? new UploadPace(nowNanos) : null;
        if (!expected) {
            take();
            return;
        }
        waiting = true;
        // A client may send without waiting.
        body.onReadable(this::continueReceived);
        body.resumeReads();
        try {
            // What does not go out now goes out with the body.
            to.sink().flush();
        } catch (IOException e) {
            stopWaiting();
            events.headFailed(e);
        }
    }

    /** The task sent a 100, or the client sends without waiting. */
    void continueReceived() {
        if (waiting) {
            take();
        }
    }

    /** Passes the body on: the task wants it, or does not say. */
    void take() {
        stopWaiting();
        if (ready == null || taken) {
            return;
        }
        taken = true;
        pump = new Pump(body, ready::sink, pool, loop, new Body(ready));
        pump.run();
    }

    private void stopWaiting() {
        if (waiting) {
            waiting = false;
            body.suspendReads();
            body.onReadable(null);
        }
    }

    /** Takes no more of the body than was taken. */
    void stop() {
        stopWaiting();
        ready = null;
        Pump.stopIfMade(pump);
    }

    /** The task has responded: a body it did not ask for is not read. */
    void responseBegun() {
        stopWaiting();
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
        public void moved(int bytes) {
            if (pace != null) {
                pace.uploaded(bytes);
            }
            events.moved();
        }

        @Override
        public void sourceEnded() {
            to.trailers(Trailers.ofRequest(body.trailers()));
        }

        @Override
        public void sourceFailed(IOException e) {
            events.uploadFailed(e);
        }

        /** The task stopped reading; its response, if any, has still to be read. */
        @Override
        public void sinkFailed(IOException e) {
            pump = null;
        }
    }
}
