package faas.runtime.server;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.xnio.IoUtils;

/**
 * Sends a stream at the speed of its client: each piece is read on the function's thread and written on the
 * connection's IO thread. A piece is sent as soon as it has been read, so that event streams work. Used once.
 */
final class StreamWriter implements IoCallback {

    private static final int PIECE_BYTES = 16 * 1024;

    private final HttpServerExchange exchange;
    private final BlockingQueue<Boolean> outcomes = new ArrayBlockingQueue<>(1);

    StreamWriter(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** The first piece, read before the response starts; empty at the end of the stream. */
    static ByteBuffer first(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        int length = in.read(piece);
        return length < 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(piece, 0, length);
    }

    /**
     * Sends the first piece and the rest, and ends the response.
     *
     * @throws IOException reading failed; the response must not appear complete
     */
    void send(ByteBuffer first, InputStream in) throws IOException, InterruptedException {
        boolean more = first.hasRemaining();
        ByteBuffer piece = first;
        byte[] array = new byte[PIECE_BYTES];
        while (more) {
            if (!sent(piece)) {
                return; // the client has disconnected
            }
            int length = in.read(array);
            more = length >= 0;
            piece = more ? ByteBuffer.wrap(Arrays.copyOf(array, length)) : piece;
        }
        exchange.getIoThread().execute(exchange::endExchange);
    }

    /** Closes the connection, which is the only way to show that a response is incomplete. */
    void abort() {
        exchange.getIoThread().execute(() -> IoUtils.safeClose(exchange.getConnection()));
    }

    private boolean sent(ByteBuffer piece) throws InterruptedException {
        exchange.getIoThread().execute(() -> exchange.getResponseSender().send(piece, this));
        return outcomes.take();
    }

    @Override
    public void onComplete(HttpServerExchange over, Sender sender) {
        outcomes.add(true);
    }

    @Override
    public void onException(HttpServerExchange over, Sender sender, IOException gone) {
        IoUtils.safeClose(exchange.getConnection());
        outcomes.add(false);
    }
}
