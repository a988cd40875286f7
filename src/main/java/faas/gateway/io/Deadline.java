package faas.gateway.io;

/** Something that has to happen before a point in time; belongs to one {@link DeadlineSweeper} at a time. */
public abstract class Deadline {
    /** The tick in whose slot it waits; -1 while it is not watched. */
    long tick = -1;

    /** Its index in that slot. */
    int place;

    long atNanos;

    /** Called on the IO thread once the deadline has passed; it is not watched any more then. */
    protected abstract void expired();
}
