package faas.gateway.admin;

import faas.gateway.admin.page.PageResponse;
import faas.gateway.http1.Fields;
import faas.gateway.io.Deadline;
import faas.gateway.io.IoLoop;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ResponseOut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that is produced on a virtual thread and sent on the call's IO thread. The producer waits while the client does
 * not read. A client that reads nothing for the stream's read timeout is cut off, and after {@code FAAS_TIMEOUT} in any case.
 */
final class StreamedResponse extends Deadline implements PageResponse.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedResponse.class);

    /** Bytes that wait for the client before the producer has to. */
    private static final int MAX_WAITING_BYTES = 64 * 1024;

    private final Call call;
    private final PageResponse.Stream stream;
    private final Deadline unread = new Deadline() {
        @Override
        protected void expired() {
            call.clientGone();
        }
    };
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean produced;
    private boolean complete;
    private @Nullable ByteBuffer sending;
    private boolean endWritten;
    private boolean ended;
    private volatile boolean stopped;
    private volatile @Nullable Thread producer;

    StreamedResponse(Call call, PageResponse.Stream stream) {
        this.call = call;
        this.stream = stream;
    }

    /** Sends the head at once; on the call's IO thread. */
    void start() {
        ResponseOut out = call.response();
        Thread thread = Thread.ofVirtual().name("faas-stream").unstarted(this::produce);
        producer = thread;
        call.ending().onGone(() -> {
            clearDeadlines();
            stop();
            out.abort();
        });
        out.start(200, new Fields().addAll(stream.fields()).add(Call.ID_FIELD, call.id()), ResponseOut.UNKNOWN);
        out.onWritable(this::send);
        send();
        loop().deadlines()
                .set(this, loop().deadlines().nowNanos() + stream.limit().toNanos());
        thread.start();
    }

    /** Ends the producer; what it has written is still sent. */
    void stop() {
        stopped = true;
        Thread thread = producer;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    protected void expired() {
        stop();
    }

    private IoLoop loop() {
        return call.request().loop();
    }

    private void produce() {
        boolean whole = false;
        try {
            stream.source().writeTo(this);
            whole = true;
        } catch (InterruptedException e) {
            // The client is gone, or the gateway stops.
            whole = true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("a stream of the call {} broke off: {}", call.id(), e.toString());
        }
        lock.lock();
        try {
            produced = true;
            complete = whole;
        } finally {
            lock.unlock();
        }
        loop().execute(this::send);
    }

    @Override
    public void write(byte[] bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waitingBytes > 0 && waitingBytes + bytes.length > MAX_WAITING_BYTES) {
                if (stopped) {
                    throw new InterruptedException();
                }
                changed.await();
            }
            waiting.add(bytes);
            waitingBytes += bytes.length;
        } finally {
            lock.unlock();
        }
        loop().execute(this::send);
    }

    /** Sends what waits, on the call's IO thread. */
    private void send() {
        if (ended || call.ending().isClientGone()) {
            return;
        }
        ResponseOut out = call.response();
        try {
            for (ByteBuffer next = next(); next != null; next = next()) {
                if (out.write(next) == 0 && next.hasRemaining()) {
                    out.resumeWrites();
                    awaitReader();
                    return;
                }
                loop().deadlines().clear(unread);
            }
            if (isComplete() && !endWritten) {
                endWritten = true;
                out.end();
            }
            if (!out.flush()) {
                out.resumeWrites();
                return;
            }
            out.suspendWrites();
        } catch (IOException | OutOfBuffersException e) {
            call.clientGone();
            return;
        }
        endIfProduced(out);
    }

    private void awaitReader() {
        if (!unread.isSet()) {
            loop().deadlines()
                    .set(
                            unread,
                            loop().deadlines().nowNanos() + stream.readTimeout().toNanos());
        }
    }

    private void clearDeadlines() {
        loop().deadlines().clear(this);
        loop().deadlines().clear(unread);
    }

    private void endIfProduced(ResponseOut out) {
        lock.lock();
        try {
            // If the producer ended after isComplete() was asked, the next run sends the end.
            if (!produced || !waiting.isEmpty() || (complete && !endWritten)) {
                return;
            }
            ended = true;
        } finally {
            lock.unlock();
        }
        clearDeadlines();
        call.release();
        if (complete) {
            out.finish();
        } else {
            out.abort();
        }
    }

    /** What is to be sent next; null if nothing waits. */
    private @Nullable ByteBuffer next() {
        if (sending != null && sending.hasRemaining()) {
            return sending;
        }
        lock.lock();
        try {
            byte[] bytes = waiting.poll();
            waitingBytes -= bytes == null ? 0 : bytes.length;
            changed.signal();
            sending = bytes == null ? null : ByteBuffer.wrap(bytes);
            return sending;
        } finally {
            lock.unlock();
        }
    }

    private boolean isComplete() {
        lock.lock();
        try {
            return produced && complete && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
