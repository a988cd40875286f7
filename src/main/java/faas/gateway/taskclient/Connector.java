package faas.gateway.taskclient;

import faas.gateway.http1.HeadWriter;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/** Opens connections to tasks for one IO thread. Used on that thread only. */
public final class Connector {
    private static final OptionMap OPTIONS = OptionMap.create(Options.TCP_NODELAY, true);

    private final XnioIoThread thread;
    private final ResponseParser parser = new ResponseParser();
    private final HeadWriter head = new HeadWriter();

    public Connector(XnioIoThread thread) {
        this.thread = thread;
    }

    /** A writer for heads of requests. It is reused as soon as a head has been sent. */
    public HeadWriter head() {
        return head;
    }

    /**
     * Opens a connection. One of the consumers is called once, possibly before this method returns.
     *
     * @return cancels the attempt; neither consumer is called then
     */
    public Runnable open(
            InetSocketAddress address,
            ByteBufferPool pool,
            Consumer<TaskConnection> onConnected,
            Consumer<IOException> onFailed) {
        IoFuture<StreamConnection> future = thread.openStreamConnection(
                address, opened -> onConnected.accept(new TaskConnection(opened, pool, parser)), OPTIONS);
        future.addNotifier(
                new IoFuture.HandlingNotifier<StreamConnection, @Nullable Void>() {
                    @Override
                    public void handleFailed(IOException e, @Nullable Void none) {
                        onFailed.accept(e);
                    }
                },
                null);
        return future::cancel;
    }
}
