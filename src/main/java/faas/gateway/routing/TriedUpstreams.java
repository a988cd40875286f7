package faas.gateway.routing;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where one call has been in vain, so that it is sent elsewhere next. Not thread-safe. */
public final class TriedUpstreams {
    private @Nullable Upstream first;
    private Set<Upstream> others = Set.of();
    private Set<String> silentNodes = Set.of();

    /** The call was tried on that upstream. */
    public void add(Upstream upstream) {
        if (first == null) {
            first = upstream;
        } else if (first != upstream) {
            others = plus(others, upstream);
        }
    }

    /** Nothing came back from that upstream's node; others on it are taken only when there is no other node. */
    public void addSilentNode(Upstream upstream) {
        silentNodes = plus(silentNodes, upstream.endpoint().nodeId());
    }

    private static <T> Set<T> plus(Set<T> some, T one) {
        Set<T> more = some.isEmpty() ? HashSet.newHashSet(2) : some;
        more.add(one);
        return more;
    }

    /** On how many upstreams. */
    public int size() {
        return first == null ? 0 : 1 + others.size();
    }

    /** The call may be sent anywhere again. */
    public void clear() {
        first = null;
        others = Set.of();
        silentNodes = Set.of();
    }

    boolean contains(Upstream upstream) {
        return first == upstream || others.contains(upstream);
    }

    boolean hasSilentNodes() {
        return !silentNodes.isEmpty();
    }

    /** Whether it is among them, or on a node that was silent. */
    boolean shouldAvoid(Upstream upstream) {
        return contains(upstream) || silentNodes.contains(upstream.endpoint().nodeId());
    }
}
