package faas.gateway.http;

import faas.gateway.config.ListenAddress;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The addresses listened on, and the IO threads that serve them all: what {@code io.undertow.Undertow} puts together, but
 * with a {@link FoldWatch} on every connection.
 */
final class Listeners {
    /** Bytes of one network buffer: a small request or answer whole, a large body in few turns. */
    private static final int BUFFER_BYTES = 16 * 1024;

    /** Buffers each thread keeps for itself. */
    private static final int BUFFERS_PER_THREAD = 4;

    /** Connections the system keeps until they are accepted; it may be set to keep fewer. */
    private static final int BACKLOG = 1000;

    private final int ioThreads;
    private final OptionMap http;
    private final List<AcceptingChannel<StreamConnection>> open = new ArrayList<>();
    private final ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
    private @Nullable XnioWorker worker;

    /** @param http Undertow's options for every connection */
    Listeners(int ioThreads, OptionMap http) {
        this.ioThreads = ioThreads;
        this.http = http;
    }

    /**
     * Listens on an address too.
     *
     * @param maxConnections with so many open no further ones are accepted, which wait in the system's queue until then
     * @return the address, with the port the system chose
     * @throws UncheckedIOException if the address cannot be had
     */
    ListenAddress open(ListenAddress address, HttpHandler handler, int maxConnections) {
        HttpOpenListener connected = new HttpOpenListener(buffers, http);
        connected.setRootHandler(handler);
        try {
            AcceptingChannel<StreamConnection> channel = worker().createStreamConnectionServer(
                            new InetSocketAddress(address.host(), address.port()),
                            ChannelListeners.<StreamConnection>openListenerAdapter(connection -> {
                                FoldWatch.watch(connection);
                                connected.handleEvent(connection);
                            }),
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

    /** Closes every address and connection, and ends the IO threads. */
    void close() {
        open.forEach(IoUtils::safeClose);
        open.clear();
        XnioWorker ended = worker;
        worker = null;
        if (ended == null) {
            return;
        }
        ended.shutdown();
        try {
            ended.awaitTermination();
        } catch (InterruptedException e) {
            ended.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
