package faas.gateway.http;

import faas.gateway.config.CallerLimits;
import faas.gateway.config.GatewayConfig;
import faas.gateway.config.ListenAddress;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.Proxy;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xnio.OptionMap;

/** The listeners: callers on the public ones, the operator on the admin one, all on the same IO threads. */
public final class GatewayServer {
    /** Bodies are streamed, never held whole, and bounded by {@link Reception}. */
    private static final long UNLIMITED = -1L;

    /** Connections to the admin port: some for each scraper, balancer and browser; further ones wait. */
    private static final int MAX_OPERATORS = 1000;

    /** At the end of the grace period: time to tell the calls that still wait for a task. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final GatewayConfig config;
    private final Proxy proxy;
    private final Listeners.Service callers;
    private final HttpHandler admin;
    private final Listeners listeners;
    private final CallsInFlight inFlight = new CallsInFlight();
    private final List<ListenAddress> addresses = new ArrayList<>();
    private final List<ListenAddress> secured = new ArrayList<>();

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
        this.config = config;
        this.proxy = proxy;
        this.admin = admin;
        Reception reception = new Reception(config.limits().maxBodyBytes(), config.trustedProxies());
        CallIds ids = new CallIds(random);
        AccessLog log = new AccessLog(metrics, nanoTime);
        HttpHandler calls = new CallHandler(proxy, ids, log, reception, inFlight, nanoTime);
        this.callers = service(reception, calls, new Refusals(ids, new ProblemWriter(), log));
        this.listeners = new Listeners(config.ioThreads(), options(config.limits()), config.limits(), nanoTime);
    }

    private static Listeners.Service service(Reception reception, HttpHandler calls, Refusals refusals) {
        HttpHandler continued = new HttpContinueReadHandler(calls);
        return new Listeners.Service(
                exchange -> {
                    reception.open(exchange);
                    continued.handleRequest(exchange);
                },
                exchange -> {
                    reception.openHttp2(exchange);
                    continued.handleRequest(exchange);
                },
                refusals);
    }

    private static OptionMap options(CallerLimits limits) {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, limits.maxHeaderBytes())
                .set(UndertowOptions.MAX_HEADERS, limits.maxHeaders())
                // The gateway passes the query on unread, so only the head's size should bound it.
                .set(UndertowOptions.MAX_PARAMETERS, limits.maxHeaderBytes())
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int)
                        limits.keepAlive().toMillis())
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int)
                        limits.headTimeout().toMillis())
                .set(UndertowOptions.MAX_ENTITY_SIZE, UNLIMITED)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .getMap();
    }

    /** Opens every listener; an address that cannot be had is a {@link RuntimeException} that names the cause. */
    public void start() {
        for (ListenAddress address : config.listen()) {
            addresses.add(listeners.open(address, callers));
        }
        config.tls().ifPresent(files -> {
            CallerTls tls = listeners.tls(files);
            files.listen().forEach(address -> secured.add(listeners.open(address, callers, tls)));
        });
        addresses.add(listeners.open(config.adminListen(), admin, MAX_OPERATORS));
    }

    /** Where callers are served, with the ports the system chose. */
    public List<ListenAddress> publicAddresses() {
        return List.copyOf(addresses.subList(0, config.listen().size()));
    }

    /** Where callers are served over TLS; likewise. */
    public List<ListenAddress> securedAddresses() {
        return List.copyOf(secured);
    }

    /** Where the operator is served. */
    public ListenAddress adminAddress() {
        return addresses.getLast();
    }

    /** Has each answer from now on be the last on its connection, so that callers make their next one elsewhere. */
    public void leave() {
        inFlight.leave();
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
        proxy.stopHolding();
        return inFlight.awaitNone(gracePeriod.minus(forAnswers));
    }

    /** Closes every listener and connection. */
    public void stop() {
        listeners.close();
    }
}
