package faas.gateway.admin;

import faas.gateway.io.Deadline;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The body of a request to one of the gateway's own pages. Used on the call's IO thread. */
final class ShortBody extends Deadline {
    private static final int FIRST_BYTES = 16 * 1024;

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Call call;
    private final Consumer<String> onEnd;
    private final int maxBytes;
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

    /**
     * @param maxBytes longer ones are cut off
     * @param onEnd gets it, as far as it came in time, unless the client is gone
     */
    ShortBody(Call call, int maxBytes, Consumer<String> onEnd) {
        this.call = call;
        this.maxBytes = maxBytes;
        this.onEnd = onEnd;
    }

    void read() {
        call.ending().onGone(this::stop);
        call.request()
                .loop()
                .deadlines()
                .set(this, call.request().loop().deadlines().nowNanos() + TIMEOUT_NANOS);
        call.body().onReadable(this::readOn);
        readOn();
    }

    private void readOn() {
        try {
            int read = 1;
            while (read > 0 && bytes.hasRemaining()) {
                read = call.body().read(bytes);
                grow();
            }
            if (read == 0) {
                call.body().resumeReads();
                return;
            }
        } catch (IOException e) {
            // What came is enough to answer.
        } catch (OutOfBuffersException e) {
            call.clientGone();
            call.response().abort();
            return;
        }
        expired();
    }

    private void grow() {
        if (!bytes.hasRemaining() && bytes.capacity() < maxBytes) {
            bytes = ByteBuffer.allocate(Math.min(maxBytes, 2 * bytes.capacity()))
                    .put(bytes.flip());
        }
    }

    @Override
    protected void expired() {
        stop();
        call.body().suspendReads();
        if (!call.ending().isClientGone()) {
            onEnd.accept(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        }
    }

    private void stop() {
        call.request().loop().deadlines().clear(this);
    }
}
