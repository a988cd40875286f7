package faas.gateway.access.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks of credentials that are in progress. Calls with the same credential share one. Thread-safe.
 *
 * @param <K> what is the same for calls that share a check; no credential
 * @param <R> the result of a check
 */
public final class SharedChecks<K, R> {
    private static final Logger LOG = LoggerFactory.getLogger(SharedChecks.class);

    /** Runs checks. */
    @FunctionalInterface
    public interface Runner {
        /** Runs a check on another thread, at once or in its turn; false if there are too many. */
        boolean run(Runnable check);
    }

    private record Check<R>(String client, List<Consumer<@Nullable R>> waiting) {}

    private final Runner runner;
    private final int maxPerClient;
    private final Map<K, Check<R>> running = new HashMap<>();

    /** @param maxPerClient checks of different credentials that one client may cause at a time, so that others come through */
    public SharedChecks(Runner runner, int maxPerClient) {
        this.runner = runner;
        this.maxPerClient = maxPerClient;
    }

    /**
     * Begins a check, or joins one of the same credential.
     *
     * @param client who sends it
     * @param onResult called on another thread; null if the check failed to come to a result
     * @return false if too many checks are in progress, of this client or of all
     */
    public synchronized boolean begin(K credential, String client, Supplier<R> check, Consumer<@Nullable R> onResult) {
        Check<R> same = running.get(credential);
        if (same != null) {
            same.waiting().add(onResult);
            return true;
        }
        if (running.values().stream()
                                .filter(other -> other.client().equals(client))
                                .count()
                        >= maxPerClient
                || !runner.run(() -> run(credential, check))) {
            return false;
        }
        List<Consumer<@Nullable R>> waiting = new ArrayList<>();
        waiting.add(onResult);
        running.put(credential, new Check<>(client, waiting));
        return true;
    }

    private void run(K credential, Supplier<R> check) {
        R result = null;
        try {
            result = check.get();
        } catch (RuntimeException e) {
            LOG.error("a check of a credential failed", e);
        } finally {
            R found = result;
            waiting(credential).forEach(waiting -> waiting.accept(found));
        }
    }

    private synchronized List<Consumer<@Nullable R>> waiting(K credential) {
        Check<R> done = running.remove(credential);
        return done == null ? List.of() : done.waiting();
    }
}
