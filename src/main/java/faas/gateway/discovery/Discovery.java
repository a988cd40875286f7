package faas.gateway.discovery;

import faas.gateway.function.Diagnosis;
import faas.gateway.function.LogQuery;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Snapshot;
import faas.gateway.function.Usage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A source of snapshots of what runs where. */
public interface Discovery extends AutoCloseable {
    /**
     * Starts reading. Each reading that differs from the one before is published, in order, from one thread; a failed
     * reading publishes nothing.
     */
    void start(Consumer<Snapshot> publish);

    /**
     * Reports that a connection to a task of a service could not be made, so that the service may have changed. May be
     * called on any thread and returns at once.
     */
    void suspect(String serviceId);

    /** The status of every service that has a label of the gateway, as of the latest successful reading. */
    Diagnosis diagnosis();

    /** How each service with a label of the gateway was deployed, by its id, as of the latest successful reading. */
    Map<String, ServiceSpec> specs();

    /**
     * Reads the log of a service, until it ends or the calling thread, which must be virtual, is interrupted.
     *
     * @throws IOException if the log cannot be read, or the reader fails; the message is for the operator
     */
    void readLog(String serviceId, LogQuery query, LogReader lines) throws IOException, InterruptedException;

    /**
     * What the tasks of a service use on the Engine that is asked; empty if none runs there, or it does not say. Takes seconds.
     */
    Optional<Usage> usage(String serviceId) throws InterruptedException;

    /** The age of the latest reading and the latest failure; may be called on any thread. */
    DiscoveryStatus status();

    /** Stops reading; nothing is published after it returns. */
    @Override
    void close();
}
