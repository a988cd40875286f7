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
 * Sends a stream as fast as its client takes it: read on the function's thread, written on the connection's, a piece at a
 * time. Every piece goes out as soon as it was read, so a stream of events works. Used once.
 */
final class StreamWriter implements IoCallback {

    private static final int PIECE_BYTES = 16 * 1024;

    private final HttpServerExchange exchange;
    private final BlockingQueue<Boolean> outcomes = new ArrayBlockingQueue<>(1);

    StreamWriter(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** The first piece, before anything is promised to the client; empty at the stream's end. */
    static ByteBuffer first(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        int length = in.read(piece);
        return length < 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(piece, 0, length);
    }

    /**
     * Sends the first piece and the rest, and ends the response.
     *
     * @throws IOException the stream broke; what was sent must not look whole
     */
    void send(ByteBuffer first, InputStream in) throws IOException, InterruptedException {
        boolean more = first.hasRemaining();
        ByteBuffer piece = first;
        byte[] array = new byte[PIECE_BYTES];
        while (more) {
            if (!sent(piece)) {
                return; // the client is gone, and its connection with it
            }
            int length = in.read(array);
            more = length >= 0;
            piece = more ? ByteBuffer.wrap(Arrays.copyOf(array, length)) : piece;
        }
        exchange.getIoThread().execute(exchange::endExchange);
    }

    /** Cuts the connection off, which is the only way to say that a response is not whole. */
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
