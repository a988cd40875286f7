package faas.runtime.server;

import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.Reply;
import faas.runtime.response.ServerResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * One call from acquiring its slot to its completion.
 *
 * <p>The response is sent by whoever claims it first: the function's thread with the result, the IO thread with a 504,
 * or the stopping server with a 503. The function is interrupted when its result is no longer needed. Its slot is
 * released only when it has actually returned.
 */
final class RunningCall implements Runnable {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final byte[] NO_BODY = new byte[0];
    private static final Content NOTHING = new Content.Bytes(ByteBuffer.allocate(0));

    private final HttpServerExchange exchange;
    private final CallStart start;
    private final Endpoint endpoint;
    private final InFlight inFlight;
    private final ReplyWriter writer;
    private final CallRecorder recorder;

    private final AtomicBoolean answered = new AtomicBoolean();
    private final Runnable whenDisconnected = this::disconnected;
    private byte[] body = NO_BODY;
    private Duration timeout = Duration.ZERO;
    private XnioExecutor.@Nullable Key timer;

    /** Guarded by this, like the four below: an interrupt must not hit the next call on the thread. */
    private @Nullable Thread thread;

    private long reservedBytes;
    private boolean isReceived;
    private boolean isAbandoned;
    private boolean over;

    /** Whether the canceller sends the response. Set and read on the IO thread. */
    private boolean isClaimed;

    private volatile boolean cancelled;
    private volatile boolean streaming;

    RunningCall(
            HttpServerExchange exchange,
            CallStart start,
            Endpoint endpoint,
            ReplyWriter writer,
            CallRecorder recorder) {
        this.exchange = exchange;
        this.start = start;
        this.endpoint = endpoint;
        this.writer = writer;
        this.inFlight = recorder.inFlight();
        this.recorder = recorder;
    }

    /** Starts the timeout. The slot has been acquired. */
    void begin(Duration atMost) {
        timeout = atMost;
        inFlight.running().add(this);
        timer = exchange.getIoThread().executeAfter(this::timeOut, atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Reserves memory for the body, instead of what was reserved before. If this returns false, the call must be
     * refused.
     */
    synchronized boolean reserve(long bytes) {
        if (over || reservedBytes == bytes) {
            return true;
        }
        boolean fits = inFlight.memory().reserve(reservedBytes, bytes - reservedBytes);
        reservedBytes = fits ? bytes : reservedBytes;
        return fits;
    }

    /** Accepts the complete body. Returns false if the call has ended in the meantime and the function must not run. */
    synchronized boolean received(byte[] bytes) {
        if (cancelled) {
            return false;
        }
        body = bytes;
        isReceived = true;
        DisconnectDetector.begin(exchange, whenDisconnected);
        return true;
    }

    /** Ends the call before the function has run. */
    void refuse(Problem problem) {
        if (cancel(false)) {
            end();
            reply(problem);
        }
    }

    @Override
    public void run() {
        if (!enterThread()) {
            end();
            reply(Problem.stopped());
            return;
        }
        Reply reply = callEndpoint();
        if (reply instanceof ServerResponse response && response.content() instanceof Content.Stream(InputStream in)) {
            stream(response, in);
            end();
            stopTimer();
        } else {
            end();
            reply(reply);
        }
    }

    private synchronized boolean enterThread() {
        thread = Thread.currentThread();
        return !cancelled;
    }

    @SuppressWarnings("CatchingUnchecked") // an exchange that is never ended would keep its connection open
    private Reply callEndpoint() {
        try {
            return endpoint.handle(new Request(
                    start.callId(),
                    exchange.getRequestMethod().toString(),
                    exchange.getRequestPath(),
                    exchange.getQueryString(),
                    name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
                    body,
                    recorder.log().now().plus(timeout).minusNanos(System.nanoTime() - start.startNanos()),
                    () -> cancelled));
        } catch (Throwable bug) {
            recorder.log().failure(start.callId(), bug);
            return Problem.failed();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // a stream is code of the function and may throw anything
    private void stream(ServerResponse response, InputStream in) {
        var sending = new StreamWriter(exchange);
        try (in) {
            if (exchange.getRequestMethod().equals(Methods.HEAD)) {
                reply(new ServerResponse(response.status(), response.mediaType(), response.headers(), NOTHING));
                return;
            }
            ByteBuffer first = StreamWriter.first(in);
            if (!answered.compareAndSet(false, true)) {
                return;
            }
            streaming = true;
            writer.begin(exchange, start, response);
            if (exchange.isHttp11()) {
                // Otherwise the end of a non-persistent connection would end the stream, even one that failed.
                exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
            }
            sending.send(first, in);
        } catch (InterruptedException cancelledMidway) {
            sending.abort();
        } catch (Throwable failure) {
            if (!cancelled) {
                recorder.log().failure(start.callId(), failure);
            }
            if (streaming) {
                sending.abort();
            } else {
                reply(Problem.failed());
            }
        }
    }

    private void reply(Reply reply) {
        if (answered.compareAndSet(false, true)) {
            Reply affordable = inFlight.memory().withinBudget(exchange, reply);
            recorder.turns().of(exchange).respond(() -> write(affordable));
            return;
        }
        stopTimer();
        if (reply instanceof ServerResponse response && response.content() instanceof Content.Stream(InputStream in)) {
            IoUtils.safeClose(in);
        }
    }

    private void write(Reply reply) {
        stopTimer();
        writer.write(exchange, start, reply);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.remove();
        }
    }

    private void end() {
        DisconnectDetector.end(exchange, whenDisconnected);
        synchronized (this) {
            over = true;
            thread = null;
            body = NO_BODY;
            if (reservedBytes > 0) {
                inFlight.memory().release(reservedBytes);
                reservedBytes = 0;
            }
            if (isAbandoned) {
                inFlight.abandonedEnded();
            }
        }
        // A pending interrupt would hit the next call on the thread, or close the connection at the first write.
        Thread.interrupted();
        inFlight.running().remove(this);
        inFlight.releaseSlot();
    }

    private void timeOut() {
        if (!cancel(true)) {
            return;
        }
        DisconnectDetector.end(exchange, whenDisconnected);
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        }
        endUnlessReceived();
        if (isClaimed) {
            writer.write(exchange, start, Problem.timedOut(timeout.toNanos() / NANOS_PER_SECOND));
        } else if (streaming) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** Cancels the call of a client that has disconnected. */
    void disconnected() {
        if (!cancel(true)) {
            return;
        }
        endUnlessReceived();
        if (isClaimed) {
            exchange.setStatusCode(Problem.clientGone().status());
        }
        IoUtils.safeClose(exchange.getConnection());
    }

    /** Asks the function to return, because the server stops. Returns whether the call was not cancelled before. */
    boolean interrupt() {
        return cancel(false);
    }

    /** Ends the call without waiting any longer. */
    void abort() {
        exchange.getIoThread().execute(() -> {
            endUnlessReceived();
            reply(Problem.stopped());
        });
    }

    /** Ends a call that never reached a thread: nothing else would. */
    private void endUnlessReceived() {
        boolean mine;
        synchronized (this) {
            mine = !isReceived && !over;
        }
        if (mine) {
            end();
        }
    }

    /** Cancels the call. Returns false if it has completed or was cancelled before. */
    private synchronized boolean cancel(boolean abandon) {
        if (over || cancelled) {
            return false;
        }
        // Before the interrupt: otherwise the function's thread would respond first, with a 503.
        isClaimed = abandon && answered.compareAndSet(false, true);
        cancelled = true;
        if (abandon && thread != null) {
            isAbandoned = true;
            inFlight.abandon();
        }
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }
}
