package faas.gateway.proxy;

/** Something that must show progress before a deadline; belongs to one {@link Lane} at a time. */
abstract class Watched {
    /** The place in the lane's list; -1 while not watched. */
    int place = -1;

    private long deadlineNanos;

    final void deadlineNanos(long nanos) {
        deadlineNanos = nanos;
    }

    final boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    /** Called once the deadline has passed, on the lane's IO thread. */
    abstract void deadlinePassed();
}
