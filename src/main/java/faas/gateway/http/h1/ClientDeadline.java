package faas.gateway.http.h1;

import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;




/** How long a connection waits for its client, and since when. Used on one IO thread. */
final class ClientDeadline extends Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private final DeadlineSweeper sweeper;
    private final Runnable onExpired;
    private long sinceNanos = NEVER;
    private long forNanos;

    /** @param onExpired what to do when it has waited for too long */
    ClientDeadline(DeadlineSweeper sweeper, Runnable onExpired) {
        this.sweeper = sweeper;
        this.onExpired = onExpired;
    }

    /** It waits from now on, for so long at most. */
    void begin(long nanos) {
        sinceNanos = sweeper.nowNanos();
        forNanos = nanos;
        sweeper.clear(this);
        sweeper.set(this, sinceNanos + nanos);
    }

    /** It waits from now on, unless it does already. */
    void beginUnlessBegun(long nanos) {
        if (sinceNanos == NEVER) {
            sinceNanos = sweeper.nowNanos();
            forNanos = nanos;
            sweeper.set(this, sinceNanos + nanos);
        }
    }

    /** It waits from now on, but others see to how long. */
    void note() {
        sinceNanos = sweeper.nowNanos();
        forNanos = NEVER;
    }

    /** The client has done something; cheap, since the sweeper finds out by itself. */
    void progressed() {
        sinceNanos = NEVER;
    }

    void end() {
        sinceNanos = NEVER;
        sweeper.clear(this);
    }

    /** Since when it waits, on the thread's clock; {@code Long.MAX_VALUE} if it does not. */
    long sinceNanos() {
        return sinceNanos;
    }

    @Override
    protected void expired() {
        if (sinceNanos == NEVER || forNanos == NEVER) {
            return;
        }
        if (sweeper.nowNanos() - (sinceNanos + forNanos) >= 0) {
            onExpired.run();
        } else {
            sweeper.set(this, sinceNanos + forNanos);
        }
    }
}
