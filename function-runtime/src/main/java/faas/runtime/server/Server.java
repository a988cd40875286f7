package faas.runtime.server;

import faas.runtime.config.Settings;
import faas.runtime.log.Log;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The running server of one endpoint. */
public final class Server {

    /** After the interrupt: time for a function that heeds it to end, and for its caller to be told. */
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    private static final int IDLE_THREAD_SECONDS = 60;

    private final InFlight inFlight;
    private final ExecutorService threads;
    private final XnioWorker worker;
    private final HttpOpenListener connections;
    private final AcceptingChannel<StreamConnection> listener;
    private volatile boolean draining;

    private Server(Settings settings, Endpoint endpoint, Log log) throws IOException {
        inFlight = new InFlight(settings.maxInFlight());
        threads = threads(settings.maxInFlight());
        var writer = new ReplyWriter(() -> draining);
        var calls = new CallHandler(endpoint, threads, inFlight, new CallIds(new SecureRandom()), writer, log);
        connections = new HttpOpenListener(
                new DefaultByteBufferPool(true, ServerLimits.BUFFER_BYTES, ServerLimits.pooledBuffers(), 8),
                ServerLimits.http());
        connections.setRootHandler(new Router(calls, inFlight, writer, () -> draining));
        worker = Xnio.getInstance(Server.class.getClassLoader()).createWorker(ServerLimits.worker());
        listener = listen(settings.address());
    }

    public static Server start(Settings settings, Endpoint endpoint, Log log) throws IOException {
        var server = new Server(settings, endpoint, log);
        server.listener.resumeAccepts();
        return server;
    }

    /** The address that is listened on, with its real port. */
    public InetSocketAddress address() {
        return listener.getLocalAddress(InetSocketAddress.class);
    }

    /**
     * Stops in order: not ready, but still taking calls for the delay; then no new connections; then what is in flight
     * finishes, or is interrupted at the timeout. Stopping again does nothing.
     *
     * @return how many calls had to be interrupted
     */
    public synchronized int stop(Duration drainDelay, Duration stopTimeout) throws InterruptedException {
        if (worker.isShutdown()) {
            return 0;
        }
        draining = true;
        waitFor(drainDelay);
        IoUtils.safeClose(listener);
        boolean finished = inFlight.awaitNone(stopTimeout);
        int interrupted = finished ? 0 : inFlight.open();
        threads.shutdownNow();
        if (!finished) {
            inFlight.awaitNone(INTERRUPT_GRACE);
        }
        connections.closeConnections();
        worker.shutdownNow();
        return interrupted;
    }

    /** Exactly as many threads as calls may run at once, made when needed: the slots bound the queue in front of them. */
    private static ExecutorService threads(int count) {
        var pool = new ThreadPoolExecutor(
                count,
                count,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("function-", 1).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private AcceptingChannel<StreamConnection> listen(InetSocketAddress address) throws IOException {
        try {
            return worker.createStreamConnectionServer(
                    address, ChannelListeners.openListenerAdapter(connections), ServerLimits.sockets());
        } catch (IOException taken) {
            worker.shutdownNow();
            throw taken;
        }
    }

    private static void waitFor(Duration delay) throws InterruptedException {
        var never = new CountDownLatch(1);
        var _ = never.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
