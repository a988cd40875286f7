package faas.gateway.admin.ui;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, as versions. A watcher that has the version before gets only what changed since then, any other gets all of
 * it. Each is made once, however many watchers there are. Thread-safe.
 */
final class Feed {
    /** A part of the stream, and the version that its receiver has then. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared with another.
    record Message(long version, byte[] bytes) {}

    private record Shown(FunctionRow row, String json) {}

    private final Gson gson = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(
                    RowState.class, (JsonSerializer<RowState>) (state, type, context) -> new JsonPrimitive(word(state)))
            .create();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final JsonObject instance;
    private final Function<String, int[]> history;
    private final Map<String, Shown> rows = new HashMap<>();
    private String head = "{}";
    private long version;
    private @Nullable String snapshot;
    private byte[] delta = new byte[0];

    /**
     * @param instance what does not change
     * @param history the calls of a function in its slots
     */
    Feed(Object instance, Function<String, int[]> history) {
        this.instance = gson.toJsonTree(instance).getAsJsonObject();
        this.history = history;
    }

    private static String word(RowState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Replaces what is shown.
     *
     * @param now what is shown above the rows
     * @param slot the calls of a slot that has just ended, by function; null if none has
     * @return how many rows have changed
     */
    int update(Object now, List<FunctionRow> all, @Nullable Map<String, Integer> slot) {
        lock.lock();
        try {
            List<String> parts = new ArrayList<>();
            String nowJson = gson.toJson(now);
            if (!nowJson.equals(head)) {
                head = nowJson;
                parts.add("\"head\":" + head);
            }
            int changes = addChanges(all, parts);
            if (slot != null) {
                parts.add("\"slot\":" + gson.toJson(slot));
            }
            if (parts.isEmpty()) {
                return 0;
            }
            version++;
            snapshot = null;
            delta = event("delta", version, "{" + String.join(",", parts) + "}");
            changed.signalAll();
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** Lets every watcher get all of it, since histories have moved on without them. */
    void renew() {
        lock.lock();
        try {
            version += 2;
            snapshot = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int addChanges(List<FunctionRow> all, List<String> parts) {
        List<String> changedRows = new ArrayList<>();
        Map<String, FunctionRow> byKey =
                all.stream().collect(Collectors.toMap(FunctionRow::key, row -> row, (one, other) -> one));
        List<String> gone =
                rows.keySet().stream().filter(key -> !byKey.containsKey(key)).toList();
        rows.keySet().removeAll(gone);
        byKey.forEach((key, row) -> {
            Shown before = rows.get(key);
            if (before == null || !before.row().equals(row)) {
                Shown next = new Shown(row, gson.toJson(row));
                rows.put(key, next);
                changedRows.add(next.json());
            }
        });
        if (!changedRows.isEmpty()) {
            parts.add("\"rows\":[" + String.join(",", changedRows) + "]");
        }
        if (!gone.isEmpty()) {
            parts.add("\"gone\":" + gson.toJson(gone));
        }
        return changedRows.size();
    }

    /** All that is shown, as one JSON object. */
    String snapshot() {
        lock.lock();
        try {
            if (snapshot == null) {
                JsonObject histories = new JsonObject();
                for (Shown shown : rows.values()) {
                    if (shown.row().tasks() != null) {
                        JsonElement slots =
                                gson.toJsonTree(history.apply(shown.row().name()));
                        histories.add(shown.row().name(), slots);
                    }
                }
                snapshot = "{\"instance\":" + instance + ",\"head\":" + head + ",\"rows\":["
                        + rows.values().stream().map(Shown::json).collect(Collectors.joining(",")) + "],\"history\":"
                        + histories + "}";
            }
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a watcher gets next; waits for it.
     *
     * @param has the version that it has; -1 for none
     * @return null if nothing has changed in that time
     */
    @Nullable
    Message next(long has, long waitMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (has == version && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            if (has == version) {
                return null;
            }
            return new Message(version, has == version - 1 ? delta : event("hello", version, snapshot()));
        } finally {
            lock.unlock();
        }
    }

    /** One server-sent event; JSON has no line breaks outside of strings, and none in them. */
    private static byte[] event(String name, long id, String json) {
        return ("event: " + name + "\nid: " + id + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
