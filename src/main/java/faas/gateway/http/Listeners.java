package faas.gateway.http;

import faas.gateway.config.CallerLimits;
import faas.gateway.config.ListenAddress;
import faas.gateway.config.TlsFiles;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * The addresses listened on, and the IO threads that serve them all: what {@code io.undertow.Undertow} puts together, but
 * with HTTP/1 and HTTP/2 on one address, and a watch on every connection.
 */
final class Listeners {
    /** Bytes of one network buffer: a small request or answer whole, a large body in few turns. */
    private static final int BUFFER_BYTES = 16 * 1024;

    /** Connections the system keeps until they are accepted; it may be set to keep fewer. */
    private static final int BACKLOG = 1000;

    static {
        // Else Undertow bounds the head of a call over HTTP/2 to 20,000 bytes, whatever its options say.
        System.setProperty(Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY, "0");
    }

    private final int ioThreads;
    private final OptionMap http;
    private final CallerLimits limits;
    private final LongSupplier nanoTime;
    private final List<AcceptingChannel<? extends StreamConnection>> open = new ArrayList<>();
    private final List<Http2Listener> http2 = new ArrayList<>();
    private final ByteBufferPool buffers;
    private @Nullable XnioWorker worker;

    /** @param http Undertow's options for every connection */
    Listeners(int ioThreads, OptionMap http, CallerLimits limits, LongSupplier nanoTime) {
        this.ioThreads = ioThreads;
        this.buffers = new IoBuffers(ioThreads, BUFFER_BYTES);
        this.http = http;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * What serves callers.
     *
     * @param http1 serves each call over HTTP/1
     * @param http2 serves each call over HTTP/2
     * @param refusals answers what is no call
     */
    record Service(HttpHandler http1, HttpHandler http2, Refusals refusals) {}

    /**
     * Listens for callers on an address too, who may speak HTTP/1 and HTTP/2.
     *
     * @return the address, with the port the system chose
     * @throws UncheckedIOException if the address cannot be had
     */
    ListenAddress open(ListenAddress address, Service service) {
        Greeting.Terms terms = terms(service);
        return open(address, limits.maxConnections(), connection -> Greeting.await(connection, terms));
    }

    /** The same over TLS (RFC 8446), where the two ends agree on HTTP/1 or HTTP/2. */
    ListenAddress open(ListenAddress address, Service service, CallerTls tls) {
        Greeting.Terms terms = terms(service);
        return open(
                address,
                (where, options) -> tls.ssl()
                        .createSslConnectionServer(
                                worker(),
                                where,
                                ChannelListeners.<SslConnection>openListenerAdapter(connection -> {
                                    Alpn.offer(UndertowXnioSsl.getSslEngine(connection));
                                    Greeting.await(connection, terms);
                                }),
                                OptionMap.builder()
                                        .addAll(options)
                                        .addAll(CallerTls.options())
                                        .getMap()),
                limits.maxConnections());
    }

    /** What secures callers' connections from now on. */
    CallerTls tls(TlsFiles files) {
        try {
            CallerTls tls = new CallerTls(files, buffers);
            tls.watch(worker());
            return tls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens for operators on an address too, who speak HTTP/1; in all else the same. */
    ListenAddress open(ListenAddress address, HttpHandler handler, int maxConnections) {
        return open(address, maxConnections, http1(handler));
    }

    private Greeting.Terms terms(Service service) {
        OptionMap options = OptionMap.builder()
                .addAll(http)
                .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxStreams())
                .set(UndertowOptions.MAX_RST_FRAMES_PER_WINDOW, Http2Connection.MAX_CONTROL_FRAMES)
                .set(UndertowOptions.RST_FRAMES_TIME_WINDOW, (int)
                        TimeUnit.NANOSECONDS.toMillis(Http2Connection.WINDOW_NANOS))
                .getMap();
        Http2Listener made = new Http2Listener(
                service.http2(), service.refusals(), buffers, BUFFER_BYTES, options, limits.maxStreams(), nanoTime);
        http2.add(made);
        return new Greeting.Terms(
                buffers, http1(service.http1()), made, service.refusals(), limits.keepAlive(), limits.headTimeout());
    }

    private HttpOpenListener http1(HttpHandler handler) {
        HttpOpenListener listener = new HttpOpenListener(buffers, http);
        listener.setRootHandler(handler);
        return listener;
    }

    private ListenAddress open(ListenAddress address, int maxConnections, ChannelListener<StreamConnection> connected) {
        return open(
                address,
                (where, options) -> worker().createStreamConnectionServer(
                                where, ChannelListeners.<StreamConnection>openListenerAdapter(connected), options),
                maxConnections);
    }

    private interface Opening {
        AcceptingChannel<? extends StreamConnection> at(InetSocketAddress where, OptionMap options) throws IOException;
    }

    private ListenAddress open(ListenAddress address, Opening opening, int maxConnections) {
        try {
            AcceptingChannel<? extends StreamConnection> channel = opening.at(
                    new InetSocketAddress(address.host(), address.port()),
                    OptionMap.builder()
                            .set(Options.TCP_NODELAY, true)
                            .set(Options.REUSE_ADDRESSES, true)
                            .set(Options.BACKLOG, BACKLOG)
                            .set(Options.CONNECTION_HIGH_WATER, maxConnections)
                            .getMap());
            open.add(channel);
            channel.resumeAccepts();
            InetSocketAddress local = channel.getLocalAddress(InetSocketAddress.class);
            return new ListenAddress(local.getHostString(), local.getPort());
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    private XnioWorker worker() throws IOException {
        if (worker == null) {
            worker = Xnio.getInstance(Listeners.class.getClassLoader())
                    .createWorker(OptionMap.builder()
                            .set(Options.WORKER_IO_THREADS, ioThreads)
                            .set(Options.WORKER_TASK_CORE_THREADS, 1)
                            .set(Options.WORKER_TASK_MAX_THREADS, 1)
                            .set(Options.TCP_NODELAY, true)
                            .getMap());
        }
        return worker;
    }

    /** Has connections over HTTP/2 closed in order once they carry no call; those over HTTP/1 are closed by their answers. */
    void drain() {
        http2.forEach(Http2Listener::drain);
    }

    /** Closes every address and connection, and ends the IO threads. */
    void close() {
        open.forEach(IoUtils::safeClose);
        open.clear();
        XnioWorker ended = worker;
        worker = null;
        if (ended == null) {
            return;
        }
        try {
            for (Http2Listener listener : http2) {
                listener.close();
            }
            ended.shutdown();
            ended.awaitTermination();
        } catch (InterruptedException e) {
            ended.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
