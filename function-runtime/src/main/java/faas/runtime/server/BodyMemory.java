package faas.runtime.server;

import faas.runtime.response.ServerResponse;
import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.Reply;
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
    private final AtomicLong heldBytes = new AtomicLong();

    BodyMemory(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** Takes so much more for a holder that has some already, or takes nothing and says no. */
    boolean take(long ownBytes, long moreBytes) {
        long held;
        do {
            held = heldBytes.get();
            boolean alone = held == ownBytes;
            if (moreBytes > 0 && held + moreBytes > budgetBytes && !alone) {
                return false;
            }
        } while (!heldBytes.compareAndSet(held, held + moreBytes));
        return true;
    }

    /**
     * The reply itself, counted until its client has read it, or a problem where it does not fit.
     *
     * <p>A call's slot is free before that, so that slow clients would otherwise hold any number of responses.
     */
    Reply fitting(HttpServerExchange exchange, Reply reply) {
        long bytes = reply instanceof ServerResponse response && response.content() instanceof Content.Bytes(var content)
                ? content.remaining()
                : 0;
        if (bytes <= ServerLimits.SMALL_RESPONSE_BYTES) {
            return reply;
        }
        if (!take(0, bytes)) {
            return Problem.memoryFull();
        }
        exchange.addExchangeCompleteListener((ended, next) -> {
            give(bytes);
            next.proceed();
        });
        return reply;
    }

    void give(long bytes) {
        heldBytes.addAndGet(-bytes);
    }

    long held() {
        return heldBytes.get();
    }
}
