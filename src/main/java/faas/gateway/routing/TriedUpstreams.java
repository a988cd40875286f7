package faas.gateway.routing;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The upstreams on which one call has failed, so that its next attempt goes to another one. Not thread-safe. */
public final class TriedUpstreams {
    private @Nullable Upstream first;
    private Set<Upstream> others = Set.of();
    private Set<String> silentNodes = Set.of();

    /** Adds an upstream on which the call was tried. */
    public void add(Upstream upstream) {
        if (first == null) {
            first = upstream;
        } else if (first != upstream) {
            others = plus(others, upstream);
        }
    }

    /** Adds the node of an upstream that sent nothing. Other tasks on it are chosen only if there is no other node. */
    public void addSilentNode(Upstream upstream) {
        silentNodes = plus(silentNodes, upstream.endpoint().nodeId());
    }

    private static <T> Set<T> plus(Set<T> some, T one) {
        Set<T> more = some.isEmpty() ? HashSet.newHashSet(2) : some;
        more.add(one);
        return more;
    }

    /** The number of upstreams. */
    public int size() {
        return first == null ? 0 : 1 + others.size();
    }

    /** Forgets all of them, so that the call may be tried on any upstream again. */
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

    /** Whether the call was tried on this upstream, or its node was silent. */
    boolean shouldAvoid(Upstream upstream) {
        return contains(upstream) || silentNodes.contains(upstream.endpoint().nodeId());
    }
}
