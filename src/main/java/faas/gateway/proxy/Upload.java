package faas.gateway.proxy;

import faas.gateway.http1.BodyFraming;
import faas.gateway.io.IoLoop;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The client's body on its way to one task. Where the client waits for a 100 (RFC 9110 §10.1.1), nothing is read of it before
 * the task has sent one, since reading it has the client told to go ahead. Used on one IO thread.
 */
final class Upload {
    /** What is reported of it. */
    interface Events {
        /** So many bytes of it were moved. */
        void uploaded(int bytes);

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
    private @Nullable TaskConnection ready;
    private @Nullable Pump pump;
    private boolean taken;
    private boolean waiting;

    Upload(Call call, ByteBufferPool pool, Events events) {
        this.body = call.body();
        this.pool = pool;
        this.loop = call.request().loop();
        this.events = events;
        this.expected = call.request().expectsContinue()
                && call.collected() == null
                && !(call.request().framing() instanceof BodyFraming.None);
    }

    /** Whether the client waits for a 100. */
    boolean isExpected() {
        return expected;
    }

    /** Whether something of the body may have been read, so that the request is not whole any more. */
    boolean isTaken() {
        return taken;
    }

    /** Whether it waits for the task's 100. */
    boolean isWaiting() {
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

    /** The request's head may go out, and the body after it. */
    void begin(TaskConnection to) {
        ready = to;
        if (!expected) {
            take();
            return;
        }
        waiting = true;
        // A client that sends without waiting has the body go on at once.
        body.onReadable(this::goAhead);
        body.resumeReads();
        try {
            // What does not go out now goes out with the body.
            to.sink().flush();
        } catch (IOException e) {
            waitNoMore();
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
        waitNoMore();
        if (ready == null || taken) {
            return;
        }
        taken = true;
        pump = new Pump(body, ready::sink, pool, loop, new Body(ready));
        pump.run();
    }

    private void waitNoMore() {
        if (waiting) {
            waiting = false;
            body.suspendReads();
            body.onReadable(null);
        }
    }

    /** Takes no more of the body than was taken. */
    void stop() {
        waitNoMore();
        ready = null;
        Pump.stopIfMade(pump);
    }

    /** The task has answered: a body it did not ask for stays where it is. */
    void answered() {
        waitNoMore();
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
            events.uploaded(bytes);
        }

        @Override
        public void sourceEnded() {
            to.trailers(Trailers.ofRequest(body.trailers()));
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
