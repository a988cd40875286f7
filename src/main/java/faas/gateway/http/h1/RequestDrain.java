package faas.gateway.http.h1;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;

/**
 * Reads and drops what a client still sends: closing at once would have the system throw away what the client has not read of
 * its response. Used on one IO thread.
 */
final class RequestDrain {
    /** Buffers dropped before other connections get their turn. */
    private static final int READS_PER_TURN = 32;

    private final Http1Socket socket;
    private final ByteBufferPool pool;
    private final Runnable then;
    private final Runnable onFailed;

    /**
     * @param then what to do once there is no more
     * @param onFailed what to do if nothing can be read
     */
    RequestDrain(Http1Socket socket, ByteBufferPool pool, Runnable then, Runnable onFailed) {
        this.socket = socket;
        this.pool = pool;
        this.then = then;
        this.onFailed = onFailed;
    }

    /** Drops the rest of the body, or all that comes if no further request is to be served. */
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
