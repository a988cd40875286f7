package faas.runtime.server;

import faas.runtime.config.Settings;
import faas.runtime.log.Log;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The running server of one endpoint. */
public final class Server {

    /** After the interrupt: time for the function to return and for the response to be sent. */
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    private final CallRecorder recorder;
    private final DateField date;
    private final FunctionThreads threads;
    private final XnioWorker worker;
    private final HttpOpenListener connections;
    private final AcceptingChannel<StreamConnection> listener;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.SERVING);

    private Server(Settings settings, Endpoint endpoint, Log log) throws IOException {
        int maxInFlight = settings.limits().maxInFlight();
        // An id is no secret, and looking up the provider of a SecureRandom would delay the start.
        var callIds = new CallIds(() -> ThreadLocalRandom.current().nextLong());
        threads = settings.behaviour().virtualThreads() ? FunctionThreads.virtual() : new ThreadPool(maxInFlight);
        recorder = new CallRecorder(
                callIds,
                new InFlight(maxInFlight, new BodyMemory(ServerLimits.bodyMemoryBytes())),
                new CallMetrics(),
                log,
                new IoTurns(threads, log));
        date = new DateField(log::now);
        var writer = new ReplyWriter(phase, date, settings.behaviour().corsOrigin());
        var calls = new CallHandler(endpoint, settings, recorder, phase, writer);
        connections = new HttpOpenListener(
                new DefaultByteBufferPool(true, ServerLimits.BUFFER_BYTES, ServerLimits.pooledBuffers(), 8),
                ServerLimits.http(settings.limits().maxBodyBytes()));
        connections.setRootHandler(new Router(calls, endpoint, recorder, writer, phase));
        worker = Xnio.getInstance(Server.class.getClassLoader()).createWorker(ServerLimits.worker());
        listener = listen(settings.address());
    }

    public static Server start(Settings settings, Endpoint endpoint, Log log) throws IOException {
        var server = new Server(settings, endpoint, log);
        server.listener.resumeAccepts();
        return server;
    }

    /** The address it listens on, with the actual port. */
    public InetSocketAddress address() {
        return listener.getLocalAddress(InetSocketAddress.class);
    }

    /**
     * Stops gracefully. During the delay the server is not ready but still accepts calls. Then it accepts no
     * connections, and calls in flight may finish until the timeout, when they are interrupted and finally aborted.
     * Stopping again has no effect.
     */
    public synchronized Stopped stop(Duration drainDelay, Duration stopTimeout) throws InterruptedException {
        if (worker.isShutdown()) {
            return new Stopped(0, 0);
        }
        InFlight inFlight = recorder.inFlight();
        long before = recorder.metrics().total();
        phase.set(Phase.DRAINING);
        waitFor(drainDelay);
        phase.set(Phase.CLOSED);
        IoUtils.safeClose(listener);
        int interrupted = 0;
        if (!inFlight.awaitNone(stopTimeout)) {
            for (RunningCall call : inFlight.running()) {
                interrupted += call.interrupt() ? 1 : 0;
            }
            if (!inFlight.awaitNone(INTERRUPT_GRACE)) {
                inFlight.running().forEach(RunningCall::abort);
                inFlight.awaitNone(INTERRUPT_GRACE);
            }
        }
        threads.stop();
        connections.closeConnections();
        worker.shutdownNow();
        recorder.log().flush();
        return new Stopped(Math.max(0, recorder.metrics().total() - before - interrupted), interrupted);
    }

    private AcceptingChannel<StreamConnection> listen(InetSocketAddress address) throws IOException {
        try {
            return worker.createStreamConnectionServer(
                    address, ChannelListeners.openListenerAdapter(this::opened), ServerLimits.sockets());
        } catch (IOException taken) {
            worker.shutdownNow();
            throw taken;
        }
    }

    private void opened(StreamConnection connection) {
        DisconnectDetector.install(connection);
        BadRequestRewriter.install(connection, recorder.callIds(), date);
        connections.handleEvent(connection);
    }

    private static void waitFor(Duration delay) throws InterruptedException {
        var never = new CountDownLatch(1);
        var _ = never.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
