package faas.gateway.routing;

import java.util.HashSet;
import java.util.Set;

/** Where one call has been in vain, so that it is sent elsewhere next. Not thread-safe. */
public final class Tried {
    private final Set<Upstream> upstreams = HashSet.newHashSet(1);
    private final Set<String> silentNodes = new HashSet<>(0);

    /** The call is being tried on that upstream. */
    public void add(Upstream upstream) {
        upstreams.add(upstream);
    }

    /** Nothing came back from that upstream's node; others on it are taken only when there is no other node. */
    public void addSilentNode(Upstream upstream) {
        silentNodes.add(upstream.endpoint().nodeId());
    }

    /** On how many upstreams. */
    public int size() {
        return upstreams.size();
    }

    /** The call may be sent anywhere again. */
    public void clear() {
        upstreams.clear();
        silentNodes.clear();
    }

    boolean contains(Upstream upstream) {
        return !upstreams.isEmpty() && upstreams.contains(upstream);
    }

    boolean hasSilentNodes() {
        return !silentNodes.isEmpty();
    }

    /** Whether it is among them, or on a node that was silent. */
    boolean isToBeAvoided(Upstream upstream) {
        return upstreams.contains(upstream)
                || silentNodes.contains(upstream.endpoint().nodeId());
    }
}
