package faas.gateway.http;

import faas.gateway.config.GatewayConfig;
import faas.gateway.config.ListenAddress;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.Proxy;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xnio.Options;

/** The listeners: callers on the public ones, the operator on the admin one, all on the same IO threads. */
public final class GatewayServer {
    /** Bytes of one network buffer: a small request or answer whole, a large body in few turns. */
    private static final int BUFFER_BYTES = 16 * 1024;

    /** Bytes of a request's line and fields together; beyond it the connection is closed. */
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    /** Query parameters; the gateway passes the query on unread, so only the head's size should bound it. */
    private static final int MAX_PARAMETERS = MAX_HEAD_BYTES;

    /** Bodies are streamed and never held whole; how large one may be is the function's to say. */
    private static final long UNLIMITED = -1L;

    /** At the end of the grace period: time to tell the calls that still wait for a task. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Undertow undertow;
    private final Proxy proxy;
    private final CallsInFlight inFlight = new CallsInFlight();
    private final int publicListeners;

    /**
     * @param admin what the admin port serves
     * @param nanoTime the gateway's nanosecond clock
     * @param random where call ids get their uniqueness from
     */
    public GatewayServer(
            GatewayConfig config,
            Proxy proxy,
            HttpHandler admin,
            GatewayMetrics metrics,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.proxy = proxy;
        CallHandler calls =
                new CallHandler(proxy, new CallIds(random), new AccessLog(metrics, nanoTime), inFlight, nanoTime);
        HttpHandler callers = new HttpContinueReadHandler(calls);
        publicListeners = config.listen().size();
        Undertow.Builder builder = Undertow.builder()
                .setIoThreads(config.ioThreads())
                .setWorkerThreads(1)
                .setBufferSize(BUFFER_BYTES)
                .setDirectBuffers(true)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setSocketOption(Options.REUSE_ADDRESSES, true)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD_BYTES)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, UNLIMITED)
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false);
        config.listen().forEach(address -> builder.addHttpListener(address.port(), address.host(), callers));
        builder.addHttpListener(
                config.adminListen().port(), config.adminListen().host(), admin);
        undertow = builder.build();
    }

    /** Opens every listener; an address that cannot be had is a {@link RuntimeException} that names the cause. */
    public void start() {
        undertow.start();
    }

    /** Where callers are served, with the ports the system chose. */
    public List<ListenAddress> publicAddresses() {
        return addresses().subList(0, publicListeners);
    }

    /** Where the operator is served. */
    public ListenAddress adminAddress() {
        return addresses().getLast();
    }

    /**
     * Takes no further calls, which are told so, and waits for those in flight; those that still wait for a task are told
     * so, too, before the time is over.
     *
     * @return true if all of them finished in time
     */
    public boolean drain(Duration gracePeriod) throws InterruptedException {
        inFlight.close();
        Duration forAnswers = gracePeriod.compareTo(LAST_WORDS) > 0 ? gracePeriod.minus(LAST_WORDS) : Duration.ZERO;
        if (inFlight.awaitNone(forAnswers)) {
            return true;
        }
        proxy.stopHolding();
        return inFlight.awaitNone(gracePeriod.minus(forAnswers));
    }

    /** Closes every listener and connection. */
    public void stop() {
        undertow.stop();
    }

    private List<ListenAddress> addresses() {
        return undertow.getListenerInfo().stream()
                .map(listener -> (InetSocketAddress) listener.getAddress())
                .map(address -> new ListenAddress(address.getHostString(), address.getPort()))
                .toList();
    }
}
