package faas.gateway.io;

/** The timeout for a client that the gateway waits for. Used on one IO thread. */
public final class ClientTimeout extends Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private final DeadlineSweeper sweeper;
    private final Runnable onExpired;
    private long waitingSinceNanos = NEVER;
    private long limitNanos;

    /** @param onExpired run when the timeout has passed */
    public ClientTimeout(DeadlineSweeper sweeper, Runnable onExpired) {
        this.sweeper = sweeper;
        this.onExpired = onExpired;
    }

    /** Starts waiting, with a limit. */
    public void start(long nanos) {
        waitingSinceNanos = sweeper.nowNanos();
        limitNanos = nanos;
        sweeper.clear(this);
        sweeper.set(this, waitingSinceNanos + nanos);
    }

    /** Starts waiting with a limit, unless it is waiting with one already. */
    public void startIfStopped(long nanos) {
        if (waitingSinceNanos == NEVER || limitNanos == NEVER) {
            waitingSinceNanos = sweeper.nowNanos();
            limitNanos = nanos;
            sweeper.set(this, waitingSinceNanos + nanos);
        }
    }

    /** Starts waiting, unless it is waiting with a limit already. Somebody else enforces the limit. */
    public void startUnlimited() {
        if (waitingSinceNanos != NEVER && limitNanos != NEVER) {
            return;
        }
        waitingSinceNanos = sweeper.nowNanos();
        limitNanos = NEVER;
    }

    /** Stops waiting, if somebody else enforces the limit. */
    public void stopUnlimited() {
        if (limitNanos == NEVER) {
            waitingSinceNanos = NEVER;
        }
    }

    /** The client made progress. This is cheap: the deadline stays set, and {@link #expired} ignores it. */
    public void progressed() {
        waitingSinceNanos = NEVER;
    }

    public void stop() {
        waitingSinceNanos = NEVER;
        sweeper.clear(this);
    }

    /** Since when it waits, on the thread's clock; {@code Long.MAX_VALUE} if it does not wait. */
    public long waitingSinceNanos() {
        return waitingSinceNanos;
    }

    @Override
    protected void expired() {
        if (waitingSinceNanos == NEVER || limitNanos == NEVER) {
            return;
        }
        if (sweeper.nowNanos() - (waitingSinceNanos + limitNanos) >= 0) {
            onExpired.run();
        } else {
            sweeper.set(this, waitingSinceNanos + limitNanos);
        }
    }
}
