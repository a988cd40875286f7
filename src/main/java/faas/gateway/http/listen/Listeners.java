package faas.gateway.http.listen;

import faas.gateway.config.ListenAddress;
import faas.gateway.config.TlsFiles;
import faas.gateway.http.h1.Http1Listener;
import faas.gateway.http.h2.Http2Listener;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.http.tls.ClientTls;
import faas.gateway.io.IoLoop;
import faas.gateway.io.IoLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The listening sockets, for clients and for the operator, and the IO threads that serve them. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** Connections that the system queues until they are accepted. The system may have a lower limit. */
    private static final int BACKLOG = 1000;

    /** How long the IO threads may take to end. Work still in progress is then dropped. */
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(1);

    private final IoLoops loops;
    private final ConnectionSettings settings;
    private final Protocols clients;
    private final Protocols internal;
    private final List<Protocols> operators = new ArrayList<>();
    private final List<AcceptingChannel<? extends StreamConnection>> channels = new ArrayList<>();
    private final List<AcceptingChannel<? extends StreamConnection>> clientChannels = new ArrayList<>();
    private @Nullable XnioWorker worker;

    /** Whoever speaks one of the protocols on an address. */
    private record Protocols(ConnectionSettings settings, IoLoops loops, Http1Listener http1, Http2Listener http2) {
        static Protocols of(ConnectionSettings settings, IoLoops loops) {
            return new Protocols(
                    settings, loops, new Http1Listener(settings, loops), new Http2Listener(settings, loops));
        }

        void detect(StreamConnection connection) {
            ProtocolDetector.start(
                    connection,
                    loops.of(connection.getIoThread()),
                    settings,
                    (connected, first) -> http1.accept(connected, first),
                    (connected, first) -> http2.accept(connected, first));
        }
    }

    /**
     * @param settings for connections of clients
     * @param internalSettings for connections of clients inside the network
     */
    public Listeners(IoLoops loops, ConnectionSettings settings, ConnectionSettings internalSettings) {
        this.loops = loops;
        this.settings = settings;
        this.clients = Protocols.of(settings, loops);
        this.internal = Protocols.of(internalSettings, loops);
        loops.onShortage(this::pauseOrResume);
    }

    /** While memory is short, clients wait in the system's queue. */
    private synchronized void pauseOrResume() {
        for (AcceptingChannel<? extends StreamConnection> channel : clientChannels) {
            if (loops.isShort()) {
                channel.suspendAccepts();
            } else {
                channel.resumeAccepts();
            }
        }
    }

    /**
     * Opens an address for clients, over HTTP/1 and HTTP/2.
     *
     * @return the address, with the port that the system chose
     * @throws UncheckedIOException if the address cannot be bound
     */
    public ListenAddress open(ListenAddress address) {
        return open(address, clients);
    }

    /** Opens an address for clients inside the network, likewise. */
    public ListenAddress openInternal(ListenAddress address) {
        return open(address, internal);
    }

    private ListenAddress open(ListenAddress address, Protocols protocols) {
        return openForClients(
                address,
                (where, options) -> worker().createStreamConnectionServer(
                                where, new AcceptListener<StreamConnection>(protocols::detect), options));
    }

    /** Opens an address for clients over TLS (RFC 8446), which negotiates HTTP/1 or HTTP/2. */
    public ListenAddress open(ListenAddress address, ClientTls tls) {
        return openForClients(
                address,
                (where, options) -> worker().createStreamConnectionServer(
                                where,
                                new AcceptListener<StreamConnection>(connection -> detect(connection, tls)),
                                options));
    }

    private void detect(StreamConnection socket, ClientTls tls) {
        try {
            IoLoop loop = loops.of(socket.getIoThread());
            clients.detect(tls.accept(socket, loop, settings.readBuffers(), settings.buffers()));
        } catch (IOException e) {
            LOG.warn("TLS cannot be started on a connection: {}", e.getMessage());
            IoUtils.safeClose(socket);
        }
    }

    /** Loads the certificate for clients, and reloads it when its files change. */
    public ClientTls tls(TlsFiles files) {
        try {
            ClientTls tls = new ClientTls(files);
            tls.watch(worker());
            return tls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an address for the operator, over HTTP/1 and HTTP/2. It accepts connections even while memory is short. */
    public ListenAddress openForOperator(ListenAddress address, ConnectionSettings forOperator, int maxConnections) {
        Protocols operator = Protocols.of(forOperator, loops);
        operators.add(operator);
        return open(
                address,
                (where, options) -> worker().createStreamConnectionServer(
                                where, new AcceptListener<StreamConnection>(operator::detect), options),
                maxConnections);
    }

    private interface ServerFactory {
        AcceptingChannel<? extends StreamConnection> create(InetSocketAddress where, OptionMap options)
                throws IOException;
    }

    private ListenAddress openForClients(ListenAddress address, ServerFactory factory) {
        ListenAddress local = open(address, factory, settings.limits().maxConnections());
        synchronized (this) {
            clientChannels.add(channels.getLast());
        }
        return local;
    }

    private ListenAddress open(ListenAddress address, ServerFactory factory, int maxConnections) {
        try {
            AcceptingChannel<? extends StreamConnection> channel = factory.create(
                    new InetSocketAddress(address.host(), address.port()),
                    OptionMap.builder()
                            .set(Options.TCP_NODELAY, true)
                            .set(Options.REUSE_ADDRESSES, true)
                            .set(Options.BACKLOG, BACKLOG)
                            .set(Options.CONNECTION_HIGH_WATER, maxConnections)
                            .getMap());
            channels.add(channel);
            channel.resumeAccepts();
            InetSocketAddress local = channel.getLocalAddress(InetSocketAddress.class);
            return new ListenAddress(local.getHostString(), local.getPort());
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the IO threads, which takes a while. */
    public void prepare() {
        try {
            worker();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private XnioWorker worker() throws IOException {
        if (worker == null) {
            worker = Xnio.getInstance(Listeners.class.getClassLoader())
                    .createWorker(OptionMap.builder()
                            .set(Options.WORKER_IO_THREADS, loops.size())
                            .set(Options.WORKER_TASK_CORE_THREADS, 1)
                            .set(Options.WORKER_TASK_MAX_THREADS, 1)
                            .set(Options.TCP_NODELAY, true)
                            .getMap());
        }
        return worker;
    }

    /** Asks clients over HTTP/2 to use other connections. Over HTTP/1 each response does that. */
    public void disableKeepAlive() {
        clients.http2().disableKeepAlive();
        internal.http2().disableKeepAlive();
    }

    /** Closes the addresses for clients, so that their connections are refused and they try elsewhere. */
    public synchronized void refuseClients() {
        clientChannels.forEach(IoUtils::safeClose);
        clientChannels.clear();
    }

    /** Closes each connection once it has no call in flight. */
    public void drain() {
        clients.http2().drain();
        internal.http2().drain();
        loops.drain();
    }

    /** Closes all sockets, and ends the IO threads, in bounded time. */
    public void close() {
        synchronized (this) {
            clientChannels.clear();
        }
        channels.forEach(IoUtils::safeClose);
        channels.clear();
        XnioWorker ended = worker;
        worker = null;
        if (ended == null) {
            return;
        }
        try {
            clients.http2().close();
            for (Protocols operator : operators) {
                operator.http2().close();
            }
            ended.shutdown();
            if (!ended.awaitTermination(TERMINATION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                ended.shutdownNow();
            }
        } catch (InterruptedException e) {
            ended.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
