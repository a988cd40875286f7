package faas.gateway.http;

import faas.gateway.config.GatewayConfig;
import faas.gateway.config.ListenAddress;
import faas.gateway.http.listen.ClientTls;
import faas.gateway.http.listen.Listeners;
import faas.gateway.http.reply.AccessLog;
import faas.gateway.http.reply.CallIds;
import faas.gateway.http.reply.CallReceiver;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.DateField;
import faas.gateway.io.IoLoops;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.Proxy;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The listeners: callers on the public ones, the operator on the admin one, all on the same IO threads. */
public final class GatewayServer {
    /** Connections to the admin port: some for each scraper, balancer and browser; further ones wait. */
    private static final int MAX_OPERATORS = 1000;

    /** At the end of the grace period: time to tell the calls that still wait for a task. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final GatewayConfig config;
    private final Proxy proxy;
    private final HttpHandler admin;
    private final Listeners listeners;
    private final CallsInFlight inFlight = new CallsInFlight();
    private final List<ListenAddress> addresses = new ArrayList<>();
    private final List<ListenAddress> secured = new ArrayList<>();

    /**
     * @param admin what the admin port serves
     * @param loops the IO threads
     * @param nanoTime the gateway's nanosecond clock
     * @param clock what the time of the day is
     * @param random where call ids get their uniqueness from
     */
    public GatewayServer(
            GatewayConfig config,
            Proxy proxy,
            HttpHandler admin,
            GatewayMetrics metrics,
            IoLoops loops,
            LongSupplier nanoTime,
            InstantSource clock,
            RandomGenerator random) {
        this.config = config;
        this.proxy = proxy;
        this.admin = admin;
        CallReceiver calls = new CallHandler(
                proxy,
                new CallIds(random),
                new AccessLog(metrics, nanoTime),
                new ForwardedFields(config.trustedProxies()),
                inFlight,
                nanoTime);
        ConnectionSettings settings = new ConnectionSettings(
                calls,
                config.limits(),
                config.timeout().toNanos(),
                loops.buffers(),
                loops.readBuffers(),
                new DateField(clock));
        this.listeners = new Listeners(loops, settings);
    }

    /** Opens every listener; an address that cannot be had is a {@link RuntimeException} that names the cause. */
    public void start() {
        for (ListenAddress address : config.listen()) {
            addresses.add(listeners.open(address));
        }
        config.tls().ifPresent(files -> {
            ClientTls tls = listeners.tls(files);
            files.listen().forEach(address -> secured.add(listeners.open(address, tls)));
        });
        addresses.add(listeners.open(config.adminListen(), admin, MAX_OPERATORS));
    }

    /** Where callers are served, with the ports the system chose. */
    public List<ListenAddress> publicAddresses() {
        return List.copyOf(addresses.subList(0, config.listen().size()));
    }

    /** Where callers are served over TLS; likewise. */
    public List<ListenAddress> tlsAddresses() {
        return List.copyOf(secured);
    }

    /** Where the operator is served. */
    public ListenAddress adminAddress() {
        return addresses.getLast();
    }

    /** Has each answer from now on be the last on its connection, so that callers make their next one elsewhere. */
    public void leave() {
        inFlight.leave();
        listeners.leave();
    }

    /**
     * Takes no further calls, which are told so, and waits for those in flight; those that still wait for a task are told
     * so, too, before the time is over.
     *
     * @return true if all of them finished in time
     */
    public boolean drain(Duration gracePeriod) throws InterruptedException {
        inFlight.close();
        listeners.drain();
        Duration forAnswers = gracePeriod.compareTo(LAST_WORDS) > 0 ? gracePeriod.minus(LAST_WORDS) : Duration.ZERO;
        if (inFlight.awaitNone(forAnswers)) {
            return true;
        }
        proxy.stopQueueing();
        return inFlight.awaitNone(gracePeriod.minus(forAnswers));
    }

    /** Closes every listener and connection. */
    public void stop() {
        listeners.close();
    }
}
