package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.report.SwarmView;
import faas.gateway.discovery.schedule.BackOff;
import faas.gateway.discovery.schedule.Deadline;
import faas.gateway.discovery.schedule.EventAudit;
import faas.gateway.discovery.schedule.Hints;
import faas.gateway.discovery.schedule.Pace;
import faas.gateway.discovery.schedule.ReadingSchedule;
import faas.gateway.discovery.schedule.Scope;
import faas.gateway.discovery.swarm.EventStream;
import faas.gateway.discovery.swarm.SwarmReader;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.LogQuery;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Snapshot;
import faas.gateway.function.Usage;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery by reading the API of a Swarm manager: one loop on one thread.
 *
 * <p>Readings are authoritative; events are only hints. Swarm has events for services, nodes and networks, but none for a
 * task that starts, fails or is replaced on another node, and events can get lost. So the lists are read repeatedly, and
 * an event only advances a reading. {@link ReadingSchedule} decides when to read, and how much. A change without an event
 * is found by the next full reading: after the settled interval or, in a large Swarm, after 20 times the duration of such
 * a reading. Until then, calls that cannot connect are the signal ({@link #suspect}).
 *
 * <p>A reading counts only if it is complete. One that fails, times out, breaks off or reports an older state ({@link
 * SwarmState}) changes nothing, so a silent or confused Docker never empties the routing table. A complete empty list is
 * accepted. After a failure the next reading is full, because events may have been missed.
 *
 * <p>Each iteration of the loop waits until a reading is due, taking hints meanwhile. It reads the Swarm on another thread
 * within the {@link Deadline} and applies the result to the state. If that changed anything, it makes a {@link SwarmView}
 * and publishes its snapshot.
 *
 * <p>Three threads work here, all daemons, ended by {@link #close()}: the loop, the current reading, and the reader of
 * events. They share {@link Hints}, the status and the latest view, nothing else.
 */
public final class SwarmDiscovery implements Discovery {
    private static final Logger log = LoggerFactory.getLogger(SwarmDiscovery.class);

    /**
     * The result of the latest readings.
     *
     * @param readNanos when the last successful full reading began
     * @param trouble why the latest reading failed, if it did
     */
    private record ReadingStatus(OptionalLong readNanos, Optional<String> trouble) {}

    /** A reading that was applied to the state: what it covered, and what it changed. */
    private record AppliedReading(Scope read, long finishedNanos, SwarmState.Change change) {}

    private final GatewayMetrics metrics;
    private final LongSupplier clock;
    private final InstantSource instants;
    private final Hints hints;
    private final SwarmReader reader;
    private final SwarmEvents events;
    private Optional<Thread> loop = Optional.empty();

    private volatile ReadingStatus readingStatus = new ReadingStatus(OptionalLong.empty(), Optional.empty());
    private volatile SwarmView view = SwarmView.of(List.of());

    /** Whether the loop ended because of an error; it does not recover. */
    private volatile boolean broken;

    // the fields below are used by the loop only
    private final ReadingSchedule schedule;
    private final Deadline deadline;
    private final ServiceLogs logs;
    private final ServiceUsage usage;
    private final SwarmState state;
    private final EventAudit audit = new EventAudit();
    private final DiscoveryLog discoveryLog = new DiscoveryLog();
    private Optional<Snapshot> published = Optional.empty();

    /** Whether the view shows the current state. */
    private boolean viewIsCurrent;

    /**
     * Prepares a discovery; it sends no request before {@link #start}.
     *
     * @param clock a monotonic clock in nanoseconds
     * @param instants the time of day, which nodes' clocks are compared with
     */
    public SwarmDiscovery(
            DiscoverySettings settings, GatewayMetrics metrics, LongSupplier clock, InstantSource instants) {
        this.metrics = metrics;
        this.clock = clock;
        this.instants = instants;
        hints = new Hints(clock);
        reader = new SwarmReader(settings.docker(), settings.ownContainerIds());
        Pace pace = settings.pace();
        events = new SwarmEvents(
                new EventStream(settings.docker(), settings.ownContainerIds()),
                new BackOff(pace.backOffFirst(), pace.backOffMax()),
                hints);
        schedule = new ReadingSchedule(pace, clock.getAsLong());
        deadline = new Deadline(settings.deadline());
        logs = new ServiceLogs(settings.docker());
        usage = new ServiceUsage(settings.docker());
        state = new SwarmState(settings.docker().host());
    }

    @Override
    public synchronized void start(Consumer<Snapshot> publish) {
        if (loop.isPresent()) {
            throw new IllegalStateException("started twice");
        }
        events.start();
        loop = Optional.of(Thread.ofPlatform().daemon().name("faas-discovery").start(() -> run(publish)));
    }

    @Override
    public void suspect(String serviceId) {
        hints.suspect(serviceId);
    }

    @Override
    public Diagnosis diagnosis() {
        return view.diagnosis(instants.instant());
    }

    @Override
    public Map<String, ServiceSpec> specs() {
        return view.specs();
    }

    @Override
    public void readLog(String serviceId, LogQuery query, LogReader lines) throws IOException, InterruptedException {
        Optional<EvaluatedService> service = view.service(serviceId);
        if (service.isEmpty()) {
            throw new IOException("the service is gone");
        }
        logs.read(service.get(), query, lines);
    }

    @Override
    public Optional<Usage> usage(String serviceId) throws InterruptedException {
        Optional<EvaluatedService> service = view.service(serviceId);
        return service.isEmpty() ? Optional.empty() : usage.of(service.get());
    }

    @Override
    public DiscoveryStatus status() {
        if (broken) {
            return new DiscoveryStatus(
                    Optional.empty(),
                    Optional.of("discovery has stopped because of an error: see the log, and restart the gateway"));
        }
        ReadingStatus now = readingStatus;
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
        logs.close();
        usage.close();
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Consumer<Snapshot> publish) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                awaitNext();
                read(schedule.take(clock.getAsLong()), publish);
            }
        } catch (InterruptedException e) {
            // close() ends the loop with an interrupt
        } catch (RuntimeException | Error e) {
            broken = true;
            log.error(
                    "discovery has stopped because of a bug in the gateway or a lack of memory: restart the gateway",
                    e);
        }
    }

    private void awaitNext() throws InterruptedException {
        long waitNanos;
        do {
            waitNanos = schedule.dueNanos() - clock.getAsLong();
            hints.take(waitNanos).ifPresent(this::applyHints);
        } while (waitNanos > 0);
    }

    private void applyHints(Hints.Batch batch) {
        schedule.addHints(batch);
        audit.recordEvents(batch.scope());
        if (batch.ownNetworks()) {
            reader.invalidateOwnNetworks();
        }
    }

    private void read(Scope scope, Consumer<Snapshot> publish) throws InterruptedException {
        long startedNanos = clock.getAsLong();
        try {
            AppliedReading applied = apply(scope);
            SwarmState.Change change = applied.change();
            schedule.succeeded(
                    applied.read(), startedNanos, applied.finishedNanos(), change.changed(), state.unsettled());
            metrics.increment(Metric.READINGS);
            if (discoveryLog.readingSucceeded(clock.getAsLong())) {
                events.reconnect();
            }
            viewIsCurrent &= change.isNone();
            if (!viewIsCurrent) {
                publishView(publish);
                viewIsCurrent = true;
            }
            if (applied.read().isEverything()) {
                fullReadingSucceeded(startedNanos, applied);
            }
        } catch (DockerFault fault) {
            if (fault.isTimeout()) {
                deadline.missed();
            }
            reader.moveOn();
            readingFailed(fault.reason(), fault);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            discoveryLog.bug(e);
            readingFailed("a bug in the gateway: see its log", e);
        }
    }

    private AppliedReading apply(Scope scope) throws DockerFault, InterruptedException {
        if (!scope.isEverything()) {
            Optional<SwarmReader.PartialReading> part = reader.read(scope.serviceIds(), deadline.limit());
            if (part.isPresent()) {
                long nowNanos = clock.getAsLong();
                return new AppliedReading(scope, nowNanos, state.apply(part.get(), nowNanos));
            }
        }
        SwarmReader.Reading everything = reader.readAll(deadline.limit());
        long nowNanos = clock.getAsLong();
        return new AppliedReading(Scope.EVERYTHING, nowNanos, state.apply(everything, nowNanos));
    }

    private void publishView(Consumer<Snapshot> publish) {
        SwarmView now = state.view();
        Snapshot snapshot = now.snapshot();
        view = now;
        discoveryLog.complaints(now.complaints());
        if (!published.equals(Optional.of(snapshot))) {
            publish.accept(snapshot);
            discoveryLog.changed(published.orElse(Snapshot.EMPTY), snapshot);
            published = Optional.of(snapshot);
        }
    }

    private void fullReadingSucceeded(long startedNanos, AppliedReading applied) {
        deadline.met(Duration.ofNanos(applied.finishedNanos() - startedNanos));
        readingStatus = new ReadingStatus(OptionalLong.of(startedNanos), Optional.empty());
        if (audit.hasMissedEvents(applied.change().revised(), startedNanos)) {
            log.debug("a service changed without an event: reconnecting to the event stream");
            events.reconnect();
        }
    }

    private void readingFailed(String reason, Throwable cause) {
        metrics.increment(Metric.READING_FAILURES);
        schedule.failed(clock.getAsLong());
        discoveryLog.readingFailed(reason, cause, published.isPresent(), clock.getAsLong());
        readingStatus = new ReadingStatus(readingStatus.readNanos(), Optional.of(reason));
    }
}
