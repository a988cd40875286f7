package faas.gateway.io;

import org.jspecify.annotations.Nullable;

/** A client's connection with all its calls, which holds memory of a {@link MemoryShare}. */
public abstract class MemoryHolder {
    int index = -1;
    int calls;
    long heapBytes;
    long callBytes;

    @Nullable
    AddressUse use;

    /** Whether it is open and has no call in flight. */
    protected abstract boolean isIdle();

    /** Since when it waits for its client, on the thread's clock; {@code Long.MAX_VALUE} if it does not. */
    protected abstract long stalledSinceNanos();

    /** The client's address. */
    protected abstract Object address();

    /** Closes the connection with all its calls because memory is short. */
    protected abstract void shed();

    /** Closes the connection once it has no call in flight. */
    protected void drain() {
        if (isIdle()) {
            shed();
        }
    }
}
