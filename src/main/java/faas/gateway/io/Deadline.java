package faas.gateway.io;

/** A point in time, and what to do when it has passed. Belongs to one {@link DeadlineSweeper} at a time. */
public abstract class Deadline {
    /** The tick whose slot of the wheel it is in; -1 while it is not set. */
    long tick = -1;

    /** Its index in that slot. */
    int index;

    long atNanos;

    /** Whether it is set and has not passed; on the IO thread. */
    public final boolean isSet() {
        return tick >= 0;
    }

    /** Called on the IO thread once the deadline has passed. It is no longer set then. */
    protected abstract void expired();
}
