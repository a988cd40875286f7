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
 * @param <R> the result of a check
 */
public final class SharedChecks<R> {
    private static final Logger LOG = LoggerFactory.getLogger(SharedChecks.class);

    /** Checks of different credentials that one client may cause at a time, so that others come through. */
    static final int MAX_PER_CLIENT = 4;

    private record Check<R>(String client, List<Consumer<@Nullable R>> waiting) {}

    private final CheckThreads threads;
    private final Map<String, Check<R>> running = new HashMap<>();

    public SharedChecks(CheckThreads threads) {
        this.threads = threads;
    }

    /**
     * Begins a check, or joins one of the same credential.
     *
     * @param credential a text that is the same for equal credentials, but is none
     * @param client who sends it
     * @param onResult called on another thread; null if the check failed to come to a result
     * @return false if too many checks are in progress, of this client or of all
     */
    public synchronized boolean begin(
            String credential, String client, Supplier<R> check, Consumer<@Nullable R> onResult) {
        Check<R> same = running.get(credential);
        if (same != null) {
            same.waiting().add(onResult);
            return true;
        }
        if (running.values().stream()
                                .filter(other -> other.client().equals(client))
                                .count()
                        >= MAX_PER_CLIENT
                || !threads.run(() -> run(credential, check))) {
            return false;
        }
        List<Consumer<@Nullable R>> waiting = new ArrayList<>();
        waiting.add(onResult);
        running.put(credential, new Check<>(client, waiting));
        return true;
    }

    private void run(String credential, Supplier<R> check) {
        R result = null;
        try {
            result = check.get();
        } catch (RuntimeException e) {
            LOG.error("a check of a credential failed", e);
        }
        R found = result;
        waiting(credential).forEach(waiting -> waiting.accept(found));
    }

    private synchronized List<Consumer<@Nullable R>> waiting(String credential) {
        Check<R> done = running.remove(credential);
        return done == null ? List.of() : done.waiting();
    }
}
