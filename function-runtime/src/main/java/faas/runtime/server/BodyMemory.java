package faas.runtime.server;

import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.Reply;
import faas.runtime.response.ServerResponse;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory budget for the bodies of all requests and responses together. Thread-safe.
 *
 * <p>What exceeds it is refused, with one exception: a single body may exceed the budget while no other is held.
 * Otherwise a large {@code FAAS_MAX_BODY} could never be used.
 */
final class BodyMemory {

    private final long budgetBytes;
    private final AtomicLong reservedBytes = new AtomicLong();

    BodyMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * Reserves more memory for a holder that has some already. Returns false and reserves nothing if it does not fit.
     */
    boolean reserve(long ownBytes, long moreBytes) {
        long current;
        do {
            current = reservedBytes.get();
            boolean alone = current == ownBytes;
            if (moreBytes > 0 && current + moreBytes > budgetBytes && !alone) {
                return false;
            }
        } while (!reservedBytes.compareAndSet(current, current + moreBytes));
        return true;
    }

    /**
     * The reply, with its body reserved until the client has read it, or a problem if it does not fit.
     *
     * <p>The slot of the call is released before that, so slow clients could otherwise hold any number of responses.
     */
    Reply withinBudget(HttpServerExchange exchange, Reply reply) {
        long bytes = reply instanceof ServerResponse response && response.content() instanceof Content.Bytes content
                ? content.length()
                : 0;
        if (bytes <= ServerLimits.SMALL_RESPONSE_BYTES) {
            return reply;
        }
        if (!reserve(0, bytes)) {
            return Problem.memoryFull();
        }
        exchange.addExchangeCompleteListener((ended, next) -> {
            release(bytes);
            next.proceed();
        });
        return reply;
    }

    void release(long bytes) {
        reservedBytes.addAndGet(-bytes);
    }

    long reserved() {
        return reservedBytes.get();
    }
}
