package faas.gateway.simulation;

import faas.gateway.function.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One task: so many workers, and a row of calls that wait for one of them. */
final class SimulatedTask {
    private static final long FAST_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What becomes of a connection that is to be made to it. */
    enum Door {
        OPEN,
        /** It is refused. */
        SHUT,
        /** Nothing comes back; nor does it on connections that were made before. */
        LOST
    }

    /** What it does with a call it has taken. */
    enum Mood {
        WORKS,
        /** Answers 503 at once. */
        FAILS_FAST,
        /** Never answers. */
        SWALLOWS
    }

    /** Who waits for its answer to one call. */
    interface Listener {
        void answered(int status);

        void broken();
    }

    private final Endpoint endpoint;
    private final VirtualTime time;
    private final int workers;
    private final Deque<Runnable> row = new ArrayDeque<>();
    private final Set<Listener> taken = new LinkedHashSet<>();
    private Door door = Door.OPEN;
    private Mood mood = Mood.WORKS;
    private int slowness = 1;
    private int working;
    private int idleConnections;
    private int calls;
    private int mostInFlight;

    SimulatedTask(Endpoint endpoint, VirtualTime time, int workers) {
        this.endpoint = endpoint;
        this.time = time;
        this.workers = workers;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Door door() {
        return door;
    }

    /** Calls that were sent to it. */
    int calls() {
        return calls;
    }

    /** Calls it had taken and not answered, when they were most. */
    int mostInFlight() {
        return mostInFlight;
    }

    void mood(Mood next) {
        mood = next;
    }

    /** From now on its work takes so many times as long. */
    void slowness(int factor) {
        slowness = factor;
    }

    void open() {
        door = Door.OPEN;
    }

    /** Takes no further connections, closes those that are idle, and goes on with the calls it has. */
    void shut() {
        door = Door.SHUT;
        closeIdle();
    }

    /** Its node is gone; nobody is told. */
    void lose() {
        door = Door.LOST;
    }

    /** It is killed: every connection is closed. */
    void crash() {
        shut();
        row.clear();
        List<Listener> cutOff = List.copyOf(taken);
        taken.clear();
        cutOff.forEach(Listener::broken);
    }

    /** Whether there was an idle connection; it is in use now. */
    boolean reuseConnection() {
        if (idleConnections == 0) {
            return false;
        }
        idleConnections--;
        return true;
    }

    void keepConnection() {
        if (door == Door.OPEN) {
            idleConnections++;
        }
    }

    void closeIdle() {
        idleConnections = 0;
    }

    /** Takes a call that is so much work. */
    void take(long workNanos, Listener listener) {
        calls++;
        taken.add(listener);
        mostInFlight = Math.max(mostInFlight, taken.size());
        switch (mood) {
            case WORKS -> {
                row.add(() -> time.after(workNanos * slowness, () -> worked(listener)));
                workOn();
            }
            case FAILS_FAST -> time.after(FAST_FAILURE_NANOS, () -> answer(503, listener));
            case SWALLOWS -> {}
        }
    }

    private void workOn() {
        if (working < workers && !row.isEmpty()) {
            working++;
            row.remove().run();
        }
    }

    private void worked(Listener listener) {
        working--;
        answer(200, listener);
        workOn();
    }

    private void answer(int status, Listener listener) {
        if (door != Door.LOST && taken.remove(listener)) {
            listener.answered(status);
        }
    }
}
