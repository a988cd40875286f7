package faas.gateway.admin.ui;

import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.admin.status.LastReading;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.metrics.CallCounts;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.routing.RoutingTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page for people at {@code /ui/}. One thread samples the counters: every ten seconds, and every second while someone looks.
 * Thread-safe.
 */
public final class Dashboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    /** A change of the Swarm is shown after this time, together with those that follow it closely. */
    private static final long CHANGE_DELAY_MILLIS = 100;

    /** What is shown to the first watcher may be this old. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** With more rows that change in a second, numbers are sent every two seconds. */
    private static final int MANY_CHANGES = 200;

    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(Sampler.SLOT_SECONDS);

    /** What does not change while the gateway runs; the names are those of the JSON. */
    private record Instance(
            String name, String version, long startedMillis, int slotSeconds, List<Double> boundsMillis) {}

    /** What is shown above the rows, likewise. */
    private record Head(
            boolean read,
            @Nullable String trouble,
            @Nullable Long ageSeconds,
            int gateways,
            boolean stopping) {}

    /**
     * What the page shows.
     *
     * @param diagnosis the status of every service with a {@code faas.} label
     * @param reading the state of reading the Swarm
     */
    public record Sources(
            RoutingTable table, GatewayMetrics metrics, Supplier<Diagnosis> diagnosis, Supplier<LastReading> reading) {}

    /** How the page names this gateway. */
    public record Identity(String name, String version, Instant started) {}

    private final Sources sources;
    private final LongSupplier nanoTime;
    private final Sampler sampler;
    private final Rows rows;
    private final Feed feed;
    private final Watchers watchers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("faas-ui").factory());
    private final AtomicBoolean changePending = new AtomicBoolean();
    private long slotEndNanos;
    private long updatedNanos;
    private boolean manyChanged;
    private boolean rested;
    private volatile boolean stopping;

    /** @param nanoTime the gateway's nanosecond clock */
    public Dashboard(Sources sources, Identity identity, InstantSource clock, LongSupplier nanoTime) {
        this.sources = sources;
        this.nanoTime = nanoTime;
        this.sampler = new Sampler(sources.metrics());
        this.rows = new Rows(sources.table(), sources.diagnosis(), sampler, clock);
        this.feed = new Feed(
                new Instance(
                        identity.name(),
                        identity.version(),
                        identity.started().toEpochMilli(),
                        Sampler.SLOT_SECONDS,
                        CallCounts.boundsMillis()),
                sampler::history);
        this.watchers = new Watchers(nanoTime);
        this.slotEndNanos = nanoTime.getAsLong() + SLOT_NANOS;
        this.updatedNanos = nanoTime.getAsLong() - FRESH_NANOS;
    }

    /** Starts to sample. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer, and logs its own errors.
    public void start() {
        timer.scheduleAtFixedRate(() -> guarded(this::second), 1, 1, TimeUnit.SECONDS);
    }

    /** The Swarm has changed. */
    @SuppressWarnings("FutureReturnValueIgnored") // Likewise.
    public void changed() {
        if (!watchers.any() || !changePending.compareAndSet(false, true)) {
            return;
        }
        try {
            timer.schedule(
                    () -> {
                        changePending.set(false);
                        guarded(() -> update(false));
                    },
                    CHANGE_DELAY_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway stops.
        }
    }

    /** Tells watchers that the gateway is stopping. */
    public void stopping() {
        stopping = true;
        update(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /**
     * The page and what belongs to it, by path.
     *
     * @param further other pages that belong to it, by their path
     */
    public Page page(Map<String, Function<PageRequest, PageResponse.Content>> further) {
        return new UiPages(this::fresh, feed, sampler, watchers, () -> stopping, further);
    }

    /** A bug costs one update, not the timer. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("the page could not be updated", e);
        }
    }

    private synchronized void second() {
        int ended = closeSlots();
        rested = manyChanged && !rested && ended == 0;
        if (watchers.any() && !rested) {
            update(ended == 1);
            if (ended > 1) {
                feed.renew();
            }
        }
    }

    /** Ends the slots whose time is over, of which there are several after the process was paused. */
    private int closeSlots() {
        int ended = 0;
        while (nanoTime.getAsLong() - slotEndNanos >= 0) {
            // After a long pause the slots before the last ones are empty, and dropped anyway.
            if (ended < CallHistory.SLOTS) {
                sampler.closeSlot(names());
            }
            slotEndNanos += SLOT_NANOS;
            ended++;
        }
        return ended;
    }

    /** Updates what nobody has looked at lately. */
    private synchronized void fresh() {
        if (nanoTime.getAsLong() - updatedNanos >= FRESH_NANOS) {
            closeSlots();
            update(false);
            feed.renew();
        }
    }

    private synchronized void update(boolean slotEnded) {
        updatedNanos = nanoTime.getAsLong();
        sampler.read(updatedNanos, names());
        LastReading reading = sources.reading().get();
        Optional<String> trouble = reading.trouble();
        int changes = feed.update(
                new Head(
                        reading.age().isPresent(),
                        trouble.orElse(null),
                        trouble.isEmpty()
                                ? null
                                : reading.age().map(age -> age.toSeconds()).orElse(null),
                        sources.table().gateways(),
                        stopping),
                rows.all(),
                slotEnded ? sampler.latestSlot() : null);
        manyChanged = changes > MANY_CHANGES;
    }

    private List<String> names() {
        return sources.table().functions().stream().map(DeployedFunction::name).toList();
    }
}
