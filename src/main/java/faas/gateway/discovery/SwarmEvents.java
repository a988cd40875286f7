package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.schedule.BackOff;
import faas.gateway.discovery.schedule.Hints;
import faas.gateway.discovery.swarm.EventStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Docker's events on a thread of its own and turns each into a hint; an event only says what to read.
 *
 * <p>Docker does not repeat events that nobody read, so the beginning of a stream is a hint as well. Discovery does not
 * depend on events: they can stop without a sign, and readings go on without them. Thread-safe.
 */
final class SwarmEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SwarmEvents.class);

    private final EventStream stream;
    private final BackOff backOff;
    private final EventHints hints;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread listener =
            Thread.ofVirtual().name("faas-discovery-events").unstarted(this::run);
    private boolean errorLogged;

    SwarmEvents(EventStream stream, BackOff backOff, Hints hints) {
        this.stream = stream;
        this.backOff = backOff;
        this.hints = new EventHints(hints, this::opened);
    }

    void start() {
        listener.start();
    }

    /** Closes the current stream, which may be dead, or ends the wait for the next attempt, and reconnects at once. */
    void reconnect() {
        listener.interrupt();
    }

    /** Closes the stream and stops reconnecting. */
    @Override
    public void close() {
        closed.countDown();
        listener.interrupt();
        stream.close();
    }

    private void run() {
        while (!isClosed()) {
            listen();
            awaitRetry();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void listen() {
        try {
            stream.read(hints);
            log.debug("Docker closed the event stream");
        } catch (DockerFault fault) {
            if (fault.isErrorResponse() && !errorLogged) {
                log.warn("no events: {}; changes are found by regular readings only", fault.reason());
                errorLogged = true;
            }
            log.debug("no events: {}", fault.reason());
        }
    }

    /** Waits before the next attempt, unless {@link #reconnect} ended the stream or the wait. */
    private void awaitRetry() {
        try {
            closed.await(Thread.interrupted() ? 0 : backOff.nextNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            log.debug("reconnecting to the event stream at once");
        }
    }

    private void opened() {
        backOff.reset();
        errorLogged = false;
    }
}
