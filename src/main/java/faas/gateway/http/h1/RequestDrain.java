package faas.gateway.http.h1;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;

/**
 * Reads and discards what a client still sends. If the gateway closed the connection at once, the system would discard the part
 * of the response that the client has not read. Used on one IO thread.
 */
final class RequestDrain {
    /** Buffers discarded before other connections get their turn. */
    private static final int READS_PER_TURN = 32;

    private final Http1Socket socket;
    private final ByteBufferPool pool;
    private final Runnable then;
    private final Runnable onFailed;

    /**
     * @param then run at the end of the body or the connection
     * @param onFailed run if reading fails
     */
    RequestDrain(Http1Socket socket, ByteBufferPool pool, Runnable then, Runnable onFailed) {
        this.socket = socket;
        this.pool = pool;
        this.then = then;
        this.onFailed = onFailed;
    }

    /** Discards the rest of the body, or all further bytes if the connection is not persistent. */
    void begin(boolean persistent) {
        try {
            if (!persistent) {
                socket.in().discard();
                socket.switchToRaw();
                socket.sink().shutdownWrites();
            }
        } catch (IOException e) {
            onFailed.run();
            return;
        }
        readable();
    }

    void readable() {
        PooledByteBuffer pooled = pool.allocate();
        try {
            for (int reads = 0; reads < READS_PER_TURN; reads++) {
                int read = socket.in().read(pooled.getBuffer().clear());
                if (read < 0) {
                    then.run();
                    return;
                }
                if (read == 0) {
                    break;
                }
            }
            socket.source().resumeReads();
        } catch (IOException e) {
            onFailed.run();
        } finally {
            pooled.close();
        }
    }
}
