package faas.gateway.discovery;

import faas.gateway.function.Diagnosis;
import faas.gateway.function.Snapshot;
import faas.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Discovery from the API of a Swarm manager: one loop on one thread.
 *
 * <p>The list is the truth, an event is only a hint. Swarm has events for services, nodes and networks, but none for a
 * task that starts, fails or is replaced on another node, and those it has can get lost; so the lists of services and
 * tasks are read again and again, and an event merely brings the next reading forward ({@link ReadingSchedule} says
 * when). A reading is complete or it does not count: one that fails, stalls or breaks off changes nothing, so a silent
 * Docker never empties the table. An empty list that was read to its end is believed.
 *
 * <p>Each turn of the loop waits until a reading is due, listening for hints; has the Swarm read on a thread that can be
 * cut off at the deadline; makes a {@link SwarmView} of it; and publishes the snapshot if it differs from the one before.
 *
 * <p>Three threads work here, all daemons, ended by {@link #close()}: the loop, the reading under way, the listener to
 * events. They share {@link Hints} and the status, nothing else.
 */
public final class SwarmDiscovery implements Discovery {
    /**
     * What the latest readings came to.
     *
     * @param readNanos when the last successful one began
     * @param trouble why the latest failed, if it did
     */
    private record Readings(OptionalLong readNanos, Optional<String> trouble) {}

    private final Pace pace;
    private final GatewayMetrics metrics;
    private final LongSupplier clock;
    private final Hints hints;
    private final SwarmReader reader;
    private final SwarmEvents events;
    private final DiscoveryLog log = new DiscoveryLog();

    private Optional<Thread> loop = Optional.empty();
    private volatile Readings readings = new Readings(OptionalLong.empty(), Optional.empty());

    private volatile Diagnosis diagnosis = Diagnosis.NONE;

    /** The snapshot published last; belongs to the loop. */
    private Optional<Snapshot> published = Optional.empty();

    /**
     * Prepares a discovery; nothing is asked of Docker before {@link #start}.
     *
     * @param clock a monotonic clock in nanoseconds
     */
    public SwarmDiscovery(DiscoverySettings settings, GatewayMetrics metrics, LongSupplier clock) {
        this.metrics = metrics;
        this.clock = clock;
        pace = settings.pace();
        hints = new Hints(clock);
        reader = new SwarmReader(settings);
        events = new SwarmEvents(settings, hints);
    }

    @Override
    public synchronized void start(Consumer<Snapshot> publish) {
        if (loop.isPresent()) {
            throw new IllegalStateException("started twice");
        }
        events.start();
        loop = Optional.of(Thread.ofPlatform().daemon().name("faas-discovery").start(() -> watch(publish)));
    }

    @Override
    public void suspect(String serviceId) {
        hints.raise(Hints.About.SWARM);
    }

    @Override
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    @Override
    public DiscoveryStatus status() {
        Readings now = readings;
        Optional<Duration> age = now.readNanos().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Duration.ofNanos(clock.getAsLong() - now.readNanos().getAsLong()));
        return new DiscoveryStatus(age, now.trouble());
    }

    @Override
    public synchronized void close() {
        loop.ifPresent(SwarmDiscovery::end);
        events.close();
        reader.close();
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Consumer<Snapshot> publish) {
        ReadingSchedule schedule = new ReadingSchedule(pace, clock.getAsLong());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                awaitNext(schedule);
                read(schedule, publish);
            }
        } catch (InterruptedException e) {
            // close() asks for the end in this way
        }
    }

    private void awaitNext(ReadingSchedule schedule) throws InterruptedException {
        long waitNanos;
        do {
            waitNanos = schedule.dueNanos() - clock.getAsLong();
            hints.take(waitNanos).ifPresent(heard -> {
                schedule.hinted(heard.firstNanos());
                if (heard.networks()) {
                    reader.forgetOwnNetworks();
                }
            });
        } while (waitNanos > 0);
    }

    private void read(ReadingSchedule schedule, Consumer<Snapshot> publish) throws InterruptedException {
        long startedNanos = clock.getAsLong();
        try {
            SwarmView view = SwarmView.of(reader.read());
            boolean changed = !published.equals(Optional.of(view.snapshot()));
            schedule.succeeded(startedNanos, clock.getAsLong(), view.settled(), changed);
            metrics.reading();
            if (log.succeeding(clock.getAsLong())) {
                events.reconnect();
            }
            log.complaints(view.complaints());
            if (changed) {
                publish(view.snapshot(), publish);
            }
            diagnosis = view.diagnosis();
            readings = new Readings(OptionalLong.of(startedNanos), Optional.empty());
        } catch (DockerFault fault) {
            failed(schedule, fault.reason(), fault);
        } catch (RuntimeException e) {
            log.bug(e);
            failed(schedule, "a mistake in the gateway: see its log", e);
        }
    }

    private void publish(Snapshot snapshot, Consumer<Snapshot> publish) {
        publish.accept(snapshot);
        log.changed(published.orElse(Snapshot.EMPTY), snapshot);
        published = Optional.of(snapshot);
    }

    private void failed(ReadingSchedule schedule, String reason, Exception cause) {
        metrics.readingFailure();
        schedule.failed(clock.getAsLong());
        log.failing(reason, cause, published.isPresent(), clock.getAsLong());
        readings = new Readings(readings.readNanos(), Optional.of(reason));
    }
}
