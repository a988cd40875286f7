package faas.runtime.server;

import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.Reply;
import faas.runtime.response.ServerResponse;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all calls may take together, those of requests and of responses alike. Safe for any thread.
 *
 * <p>What does not fit is refused, with one exception: a single body may exceed the budget while no other is held, or a
 * large {@code FAAS_MAX_BODY} could never be used.
 */
final class BodyMemory {

    private final long budgetBytes;
    private final AtomicLong reservedBytes = new AtomicLong();

    BodyMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** Takes so much more for a holder that has some already, or takes nothing and says no. */
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
     * The reply itself, counted until its client has read it, or a problem where it does not fit.
     *
     * <p>A call's slot is free before that, so that slow clients would otherwise hold any number of responses.
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
