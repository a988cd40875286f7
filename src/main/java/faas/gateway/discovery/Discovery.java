package faas.gateway.discovery;

import faas.gateway.function.Diagnosis;
import faas.gateway.function.Snapshot;
import java.util.function.Consumer;

/** Where the gateway learns what runs where. */
public interface Discovery extends AutoCloseable {
    /**
     * Begins to watch. Every reading that differs from the one before is published, in order, from one thread; a
     * failed reading publishes nothing.
     */
    void start(Consumer<Snapshot> publish);

    /**
     * A connection to a task of that service could not be made, so that what is known of it may be out of date; safe on
     * any thread, and returns at once.
     */
    void suspect(String serviceId);

    /** What becomes of every service that carries a label of the gateway, as of the latest successful reading. */
    Diagnosis diagnosis();

    /** How well the picture is known right now; readable from any thread. */
    DiscoveryStatus status();

    /** Stops watching; nothing is published after it returns. */
    @Override
    void close();
}
