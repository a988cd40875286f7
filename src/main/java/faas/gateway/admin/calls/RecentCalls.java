package faas.gateway.admin.calls;

import java.util.ArrayDeque;
import java.util.List;

/** The latest calls of one function since someone began to look at it. Thread-safe. */
final class RecentCalls {
    private static final int MAX_CALLS = 50;

    private final ArrayDeque<ObservedCall> calls = new ArrayDeque<>(MAX_CALLS);
    private volatile long untilNanos;

    /** Someone looks at it, and is assumed to do so until then. */
    void look(long nanos) {
        untilNanos = nanos;
    }

    boolean isOver(long nowNanos) {
        return nowNanos - untilNanos >= 0;
    }

    synchronized void add(ObservedCall call) {
        if (calls.size() == MAX_CALLS) {
            calls.removeLast();
        }
        calls.addFirst(call);
    }

    /** The latest first. */
    synchronized List<ObservedCall> all() {
        return List.copyOf(calls);
    }
}
