package faas.gateway.credentials;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets the entry that was used longest ago when it has too many. Not thread-safe.
 *
 * @param <K> not to be changed, as for every map
 * @param <V> what is known of it
 */
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int maxEntries;

    public RecentlyUsed(int maxEntries) {
        super(16, 0.75f, true);
        this.maxEntries = maxEntries;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxEntries;
    }
}
