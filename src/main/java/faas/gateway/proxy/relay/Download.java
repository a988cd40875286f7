package faas.gateway.proxy.relay;

import faas.gateway.http1.Fields;
import faas.gateway.io.ByteSink;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ResponseOut;
import faas.gateway.taskclient.ResponseHead;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A task's response on its way to the client, from its head on. Used on one IO thread. */
final class Download {
    /** What it reports; nothing more after one of the last three. */
    interface Events {
        /** Some of the body was moved. */
        void moved();

        /** The task is done with the call, however slowly the client reads the rest. */
        void taskDone();

        /** The client has the whole response. */
        void delivered();

        /** The task broke off. */
        void broken(IOException e);

        /** The client is gone. */
        void clientFailed();
    }

    private final Call call;
    private final TaskConnection task;
    private final ResponseHead head;
    private final Events events;
    private final Pump pump;
    private @Nullable Fields trailers;
    private boolean begun;

    Download(Call call, TaskConnection task, ResponseHead head, ByteBufferPool pool, Events events) {
        this.call = call;
        this.task = task;
        this.head = head;
        this.events = events;
        this.pump = new Pump(task.source(), this::openResponse, pool, call.request().loop(), new Body());
    }

    void start() {
        pump.sourceShowsEnd();
        PooledByteBuffer first = task.takeBufferedBody();
        pump.start(first, task.isResponseComplete());
        // Not before: until something was passed on, the connection to the task holds a buffer, too.
        pump.yieldBuffers();
    }

    /** Whether some of it may have been passed on. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether it waits for the client to read. */
    boolean waitsForClient() {
        return pump.waitsForSink();
    }

    /** Whether it waits for memory. */
    boolean waitsForMemory() {
        return pump.waitsForMemory();
    }

    void stop() {
        pump.stop();
    }

    private ByteSink openResponse() {
        begun = true;
        ResponseOut response = call.response();
        response.start(
                head.status(),
                ProxyHeaders.toClient(head, call),
                head.isChunked() ? ResponseOut.UNKNOWN : head.length());
        response.trailers(trailers);
        return response;
    }

    private final class Body implements Pump.Events {
        @Override
        public void moved(int bytes) {
            events.moved();
        }

        @Override
        public void sourceEnded() {
            trailers = Trailers.ofResponse(task.trailers());
            if (begun) {
                call.response().trailers(trailers);
            }
            events.taskDone();
        }

        @Override
        public void finished() {
            events.delivered();
        }

        @Override
        public void sourceFailed(IOException e) {
            events.broken(e);
        }

        @Override
        public void sinkFailed(IOException e) {
            events.clientFailed();
        }
    }
}
