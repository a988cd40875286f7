package faas.gateway.discovery.schedule;

/** When the next full reading is due, by the time that full readings take and by failures. Not thread-safe. */
final class FullReadings {
    /** Full readings take at most one part in this many of the time: 5 % of one core of the manager. */
    private static final int SETTLED_SHARE = 20;

    private final Pace pace;
    private final BackOff backOff;
    private long dueNanos;
    private long lastTookNanos = Long.MAX_VALUE;
    private long tookNanos = Long.MAX_VALUE;
    private boolean valid;

    /** The first one is due at once. */
    FullReadings(Pace pace, long nowNanos) {
        this.pace = pace;
        backOff = new BackOff(pace.backOffFirst(), pace.backOffMax());
        dueNanos = nowNanos;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** How long a full reading takes; {@code Long.MAX_VALUE} before the first one. */
    long tookNanos() {
        return tookNanos;
    }

    /** Whether a full reading has succeeded since the start or the last failure. Until then every reading is full. */
    boolean isValid() {
        return valid;
    }

    /** Whether they take so little time that every reading is full. */
    boolean areCheap() {
        return tookNanos < pace.fullBelow().toNanos();
    }

    /** A full reading succeeded. */
    void succeeded(long startedNanos, long finishedNanos) {
        valid = true;
        backOff.reset();
        // the shorter of two: a single slow reading means a busy manager, not a larger Swarm
        long nowTookNanos = finishedNanos - startedNanos;
        tookNanos = Math.min(lastTookNanos, nowTookNanos);
        lastTookNanos = nowTookNanos;
        dueNanos = startedNanos + Math.max(pace.settled().toNanos(), SETTLED_SHARE * tookNanos);
    }

    /** A reading failed, full or not. */
    void failed(long nanos) {
        valid = false;
        dueNanos = nanos + backOff.nextNanos();
    }
}
