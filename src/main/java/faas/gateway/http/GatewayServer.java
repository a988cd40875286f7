package faas.gateway.http;

import faas.gateway.config.GatewayConfig;
import faas.gateway.config.ListenAddress;
import faas.gateway.http.listen.Listeners;
import faas.gateway.http.reply.AccessLog;
import faas.gateway.http.reply.CallIds;
import faas.gateway.http.reply.CallReceiver;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.reply.DateField;
import faas.gateway.http.tls.ClientTls;
import faas.gateway.io.IoLoops;
import faas.gateway.proxy.Proxy;
import faas.gateway.proxy.call.Call;
import io.undertow.connector.ByteBufferPool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The listeners for clients and for the operator, on the same IO threads. */
public final class GatewayServer {
    /** Connections to the admin port, and to that of the page for people, enough for scrapers, load balancers and browsers. Further ones wait. */
    private static final int MAX_ADMIN_CONNECTIONS = 1000;

    /** The last part of the grace period, in which calls that still wait for a task get a response. */
    private static final Duration QUEUE_GRACE = Duration.ofSeconds(1);

    private final GatewayConfig config;
    private final Proxy proxy;
    private final IoLoops loops;
    private final Listeners listeners;
    private final ConnectionSettings admin;
    private final ConnectionSettings ui;
    private final CallsInFlight inFlight = new CallsInFlight();
    private final List<ListenAddress> addresses = new CopyOnWriteArrayList<>();
    private final List<ListenAddress> tlsAddresses = new ArrayList<>();
    private final List<ListenAddress> internalAddresses = new ArrayList<>();
    private @Nullable ListenAddress adminAddress;
    private Optional<ListenAddress> uiAddress = Optional.empty();

    /**
     * @param ownPages serves a call on the port for clients to one of the gateway's own pages; false if it is none
     * @param operator serves the calls of the operator
     * @param log learns of every call for clients
     * @param loops the IO threads
     * @param nanoTime the gateway's nanosecond clock
     * @param clock the wall clock
     * @param random makes call ids unique
     */
    public GatewayServer(
            GatewayConfig config,
            Proxy proxy,
            Predicate<Call> ownPages,
            OperatorPorts operator,
            AccessLog log,
            IoLoops loops,
            LongSupplier nanoTime,
            InstantSource clock,
            RandomGenerator random) {
        this.config = config;
        this.proxy = proxy;
        this.loops = loops;
        CallIds ids = new CallIds(random);
        ForwardedFields forwarded = new ForwardedFields(config.trustedProxies(), false);
        ForwardedFields inside = new ForwardedFields(config.trustedProxies(), true);
        DateField date = new DateField(clock);
        this.listeners = new Listeners(
                loops,
                settings(
                        new CallHandler(proxy, ownPages, ids, log, forwarded, inFlight, nanoTime, clock),
                        loops.readBuffers(),
                        date),
                settings(
                        new CallHandler(proxy, ownPages, ids, log, inside, inFlight, nanoTime, clock),
                        loops.readBuffers(),
                        date));
        this.admin = settings(new OperatorReceiver(operator.admin(), ids, forwarded, nanoTime), loops.buffers(), date);
        this.ui = settings(new OperatorReceiver(operator.ui(), ids, forwarded, nanoTime), loops.buffers(), date);
    }

    private ConnectionSettings settings(CallReceiver receiver, ByteBufferPool readBuffers, DateField date) {
        return new ConnectionSettings(
                receiver, config.limits(), config.timeout().toNanos(), loops.buffers(), readBuffers, date);
    }

    /**
     * Who serves the calls of the operator.
     *
     * @param admin those on the admin port
     * @param ui those on the port of the page for people
     */
    public record OperatorPorts(Consumer<Call> admin, Consumer<Call> ui) {}

    /** Starts the IO threads, so that opening the listeners takes less time. */
    public void prepare() {
        listeners.prepare();
    }

    /** Opens the operator's addresses. Throws a {@link RuntimeException} with the cause if one cannot be bound. */
    public void startForOperator() {
        adminAddress = listeners.openForOperator(config.adminListen(), admin, MAX_ADMIN_CONNECTIONS);
        uiAddress = config.uiListen().map(address -> listeners.openForOperator(address, ui, MAX_ADMIN_CONNECTIONS));
    }

    /** Opens the addresses for clients, likewise. */
    public void startForClients() {
        for (ListenAddress address : config.listen()) {
            addresses.add(listeners.open(address));
        }
        for (ListenAddress address : config.access().internalListen()) {
            internalAddresses.add(listeners.openInternal(address));
        }
        config.tls().ifPresent(files -> {
            ClientTls tls = listeners.tls(files);
            files.listen().forEach(address -> tlsAddresses.add(listeners.open(address, tls)));
        });
    }

    /** The addresses for clients, with the ports that the system chose. */
    public List<ListenAddress> publicAddresses() {
        return List.copyOf(addresses);
    }

    /** The addresses for clients over TLS, with the ports that the system chose. */
    public List<ListenAddress> tlsAddresses() {
        return List.copyOf(tlsAddresses);
    }

    /** The addresses for clients inside the network, with the ports that the system chose. */
    public List<ListenAddress> internalAddresses() {
        return List.copyOf(internalAddresses);
    }

    /** The address of the admin port. */
    public ListenAddress adminAddress() {
        return Objects.requireNonNull(adminAddress);
    }

    /** The address of the page for people, if it has a port of its own. */
    public Optional<ListenAddress> uiAddress() {
        return uiAddress;
    }

    /** Lets each further response close its connection, so that clients connect elsewhere for their next request. */
    public void disableKeepAlive() {
        inFlight.disableKeepAlive();
        listeners.disableKeepAlive();
    }

    /** Refuses further connections of clients. */
    public void refuseConnections() {
        listeners.refuseClients();
    }

    /**
     * Refuses further calls, and waits for those in flight. Those that still wait for a task are refused before the time is
     * over.
     *
     * @return true if all calls finished in time
     */
    public boolean drain(Duration gracePeriod) throws InterruptedException {
        inFlight.close();
        listeners.drain();
        Duration forCallsInFlight =
                gracePeriod.compareTo(QUEUE_GRACE) > 0 ? gracePeriod.minus(QUEUE_GRACE) : Duration.ZERO;
        if (inFlight.awaitNone(forCallsInFlight)) {
            return true;
        }
        proxy.stopQueueing();
        return inFlight.awaitNone(gracePeriod.minus(forCallsInFlight));
    }

    /** Closes every listener and connection. */
    public void stop() {
        listeners.close();
    }
}
