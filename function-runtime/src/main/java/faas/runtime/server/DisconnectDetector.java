package faas.runtime.server;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Detects that a client disconnects while its call is running. Used by one connection.
 *
 * <p>Undertow does not read while it handles a request: if anything arrives, it suspends reads. At that moment this
 * class reads. It keeps bytes for the next request, and reports the end of the connection.
 */
final class DisconnectDetector extends AbstractStreamSourceConduit<StreamSourceConduit> {

    /** The number of bytes that are read of pipelined requests while a call is running. */
    private static final int AHEAD_BYTES = 1024;

    private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD_BYTES).flip();
    private final AtomicReference<@Nullable Runnable> gone = new AtomicReference<>();

    private DisconnectDetector(StreamSourceConduit next) {
        super(next);
    }

    /** Must be called before anything is read from the connection. */
    static void install(StreamConnection connection) {
        var channel = connection.getSourceChannel();
        channel.setConduit(new DisconnectDetector(channel.getConduit()));
    }

    /** Runs the action once, on the IO thread of the connection, if the client disconnects from now on. */
    static void begin(HttpServerExchange exchange, Runnable action) {
        if (exchange.getConnection() instanceof AbstractServerConnection connection
                && connection.getOriginalSourceConduit() instanceof DisconnectDetector detector) {
            detector.gone.set(action);
            detector.next.resumeReads();
        }
    }

    /** Stops watching for this call. The connection may have another call by now. */
    static void end(HttpServerExchange exchange, Runnable action) {
        if (exchange.getConnection() instanceof AbstractServerConnection connection
                && connection.getOriginalSourceConduit() instanceof DisconnectDetector detector) {
            detector.gone.compareAndSet(action, null);
        }
    }

    @Override
    public void suspendReads() {
        Runnable action = gone.get();
        if (action != null
                && getReadThread() == Thread.currentThread()
                && !ahead.hasRemaining()
                && readAhead() < 0
                && gone.compareAndSet(action, null)) {
            action.run();
        }
        super.suspendReads();
    }

    private int readAhead() {
        ahead.clear();
        int read;
        try {
            read = next.read(ahead);
        } catch (IOException reset) {
            read = -1;
        }
        ahead.flip();
        return read;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (!ahead.hasRemaining()) {
            return next.read(to);
        }
        int count = Math.min(ahead.remaining(), to.remaining());
        to.put(to.position(), ahead, ahead.position(), count);
        to.position(to.position() + count);
        ahead.position(ahead.position() + count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        if (!ahead.hasRemaining()) {
            return next.read(to, offset, length);
        }
        long count = 0;
        for (int i = offset; i < offset + length && ahead.hasRemaining(); i++) {
            count += read(to[i]);
        }
        return count;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return ahead.hasRemaining() ? target.write(ahead, position) : next.transferTo(position, count, target);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        if (!ahead.hasRemaining()) {
            return next.transferTo(count, through, target);
        }
        through.limit(0);
        return target.write(ahead);
    }

    @Override
    public void resumeReads() {
        if (ahead.hasRemaining()) {
            next.wakeupReads();
        } else {
            next.resumeReads();
        }
    }
}
