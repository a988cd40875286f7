package faas.gateway.access;

import faas.gateway.credentials.ClientNetwork;
import faas.gateway.credentials.RecentlyUsed;
import faas.gateway.function.RateLimit;
import faas.gateway.proxy.call.Call;
import java.time.Duration;
import java.util.Map;

/**
 * How many calls each client has made of late, as the generic cell rate algorithm counts them: of each client only the time is kept
 * from which on it has its whole burst again. Each gateway grants its share of the limit. Thread-safe.
 */
final class RateLimits {
    /** Beyond it, the client that called longest ago is forgotten. Together they hold some five megabytes. */
    static final int MAX_CLIENTS = 20_000;

    /** Far beyond any limit, and still safe to add to a clock. */
    private static final double FAR_NANOS = 1L << 60;

    /** @param client a caller or an address */
    private record Bucket(String function, RateLimit limit, String client) {}

    private final Map<Bucket, Long> fullAtNanos = new RecentlyUsed<>(MAX_CLIENTS);

    private volatile int gateways = 1;

    /** The number of gateways that share the calls. */
    void gateways(int number) {
        gateways = Math.max(1, number);
    }

    int gateways() {
        return gateways;
    }

    /** Counts a call that does not exceed the limit. Returns how long to wait with one that does, else zero. */
    Duration take(Call call, RateLimit limit, long nowNanos) {
        return take(call.function(), client(call, limit), limit, nowNanos);
    }

    synchronized Duration take(String function, String client, RateLimit limit, long nowNanos) {
        Bucket bucket = new Bucket(function, limit, client);
        int sharing = gateways;
        double intervalNanos = (double) limit.period().toNanos() * sharing / limit.calls();
        double burstNanos = Math.min(intervalNanos * (Math.max(1, limit.burst() / sharing) - 1), FAR_NANOS);
        Long before = fullAtNanos.get(bucket);
        long fromNanos = before == null || before - nowNanos < 0 ? nowNanos : before;
        long waitNanos = fromNanos - (long) burstNanos - nowNanos;
        if (waitNanos > 0) {
            return Duration.ofNanos(waitNanos);
        }
        fullAtNanos.put(bucket, fromNanos + (long) Math.min(intervalNanos, FAR_NANOS));
        return Duration.ZERO;
    }

    synchronized int clients() {
        return fullAtNanos.size();
    }

    private static String client(Call call, RateLimit limit) {
        Call.Caller caller = call.caller();
        // No address has an equals sign.
        return limit.byCaller() && caller != null ? "caller=" + caller.name() : ClientNetwork.of(call.client());
    }
}
