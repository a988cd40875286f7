package faas.gateway.routing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Each upstream in turn; exact under concurrency, because the turn is one atomic counter. */
final class RoundRobin implements LoadBalancer {
    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public Optional<Upstream> choose(List<Upstream> upstreams, Set<Upstream> tried) {
        int size = upstreams.size();
        if (size == 0) {
            return Optional.empty();
        }
        int first = Integer.remainderUnsigned(turn.getAndIncrement(), size);
        for (int i = 0; i < size; i++) {
            Upstream candidate = upstreams.get((first + i) % size);
            if (!tried.contains(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
