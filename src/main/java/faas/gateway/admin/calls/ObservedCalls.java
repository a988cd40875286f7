package faas.gateway.admin.calls;

import faas.gateway.proxy.call.Call;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Completed calls that someone wants to see: all calls of the functions that someone looks at, and single ones by their id. While
 * nobody looks, a call costs the read of one field. Thread-safe.
 */
public final class ObservedCalls {
    /** Functions that are looked at, at a time. The calls of further ones are not recorded. */
    static final int MAX_FUNCTIONS = 16;

    /** The page asks every two seconds while it shows a function. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Replaced as a whole. */
    private record Wanted(Map<String, RecentCalls> functions, Map<String, CompletableFuture<ObservedCall>> single) {
        Wanted {
            functions = Map.copyOf(functions);
            single = Map.copyOf(single);
        }

        boolean isEmpty() {
            return functions.isEmpty() && single.isEmpty();
        }
    }

    /** A call that has not ended yet. */
    public final class Expected implements AutoCloseable {
        private final String id;
        private final CompletableFuture<ObservedCall> ended = new CompletableFuture<>();

        private Expected(String id) {
            this.id = id;
        }

        /** Waits for its end; empty if it has not come until then. */
        public Optional<ObservedCall> await(Duration timeout) throws InterruptedException {
            try {
                return Optional.of(ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an observed call cannot fail", e);
            }
        }

        @Override
        public void close() {
            forget(this);
        }
    }

    private static final Wanted NOTHING = new Wanted(Map.of(), Map.of());

    private final LongSupplier nanoTime;
    private final InstantSource clock;

    /** Null while nobody looks. */
    private volatile @Nullable Wanted wanted;

    /** @param nanoTime the gateway's nanosecond clock */
    public ObservedCalls(LongSupplier nanoTime, InstantSource clock) {
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /**
     * A call has ended.
     *
     * @param nanos its duration, as in the access log
     */
    public void ended(Call call, long nanos) {
        Wanted now = wanted;
        if (now != null) {
            ended(call, nanos, now);
        }
    }

    private void ended(Call call, long nanos, Wanted now) {
        RecentCalls recent = now.functions().get(call.function());
        CompletableFuture<ObservedCall> single = now.single().get(call.id());
        if (recent != null || single != null) {
            ObservedCall observed = ObservedCall.of(call, nanos, clock.millis());
            if (recent != null) {
                recent.add(observed);
            }
            if (single != null) {
                single.complete(observed);
            }
        }
        long nowNanos = call.startedNanos() + nanos;
        for (RecentCalls function : now.functions().values()) {
            if (function.isOver(nowNanos)) {
                forgetFunctions(nowNanos);
                return;
            }
        }
    }

    /** Lets the end of a call with this id be awaited. */
    public synchronized Expected expect(String id) {
        Expected expected = new Expected(id);
        Wanted now = wanted();
        Map<String, CompletableFuture<ObservedCall>> single = new HashMap<>(now.single());
        single.put(id, expected.ended);
        replace(new Wanted(now.functions(), single));
        return expected;
    }

    private synchronized void forget(Expected expected) {
        Wanted now = wanted();
        Map<String, CompletableFuture<ObservedCall>> single = new HashMap<>(now.single());
        single.remove(expected.id, expected.ended);
        replace(new Wanted(now.functions(), single));
    }

    /** The latest calls of a function since someone looks at it, the latest first. From now on they are recorded for a while. */
    public List<ObservedCall> recent(String function) {
        long nowNanos = nanoTime.getAsLong();
        forgetFunctions(nowNanos);
        RecentCalls recent = look(function, nowNanos);
        return recent == null ? List.of() : recent.all();
    }

    private synchronized @Nullable RecentCalls look(String function, long nowNanos) {
        Wanted now = wanted();
        RecentCalls known = now.functions().get(function);
        if (known == null && now.functions().size() >= MAX_FUNCTIONS) {
            return null;
        }
        RecentCalls recent = known == null ? new RecentCalls() : known;
        recent.look(nowNanos + LOOK_NANOS);
        if (known == null) {
            Map<String, RecentCalls> functions = new HashMap<>(now.functions());
            functions.put(function, recent);
            replace(new Wanted(functions, now.single()));
        }
        return recent;
    }

    /** Forgets the functions that nobody looks at any more. */
    private synchronized void forgetFunctions(long nowNanos) {
        Wanted now = wanted();
        Map<String, RecentCalls> functions = new HashMap<>(now.functions());
        if (functions.values().removeIf(recent -> recent.isOver(nowNanos))) {
            replace(new Wanted(functions, now.single()));
        }
    }

    private Wanted wanted() {
        Wanted now = wanted;
        return now == null ? NOTHING : now;
    }

    private void replace(Wanted next) {
        wanted = next.isEmpty() ? null : next;
    }
}
