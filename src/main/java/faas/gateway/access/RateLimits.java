package faas.gateway.access;

import faas.gateway.credentials.ClientNetwork;
import faas.gateway.credentials.RecentlyUsed;
import faas.gateway.function.RateLimit;
import faas.gateway.proxy.call.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    record Bucket(String function, RateLimit limit, String client) {}

    /**
     * A limit that a call exceeds.
     *
     * @param delay until the call may be made
     */
    record Exceeded(RateLimit limit, Duration delay) {}

    private final Map<Bucket, Long> fullAtNanos = new RecentlyUsed<>(MAX_CLIENTS);

    private volatile int gateways = 1;

    /** The number of gateways that share the calls. */
    void gateways(int number) {
        gateways = Math.max(1, number);
    }

    int gateways() {
        return gateways;
    }

    /** Counts a call towards all of these limits; or, if it exceeds some, towards none, and returns the one with the longest delay. */
    @Nullable
    Exceeded take(Call call, List<RateLimit> limits, long nowNanos) {
        return take(
                limits.stream()
                        .map(limit -> new Bucket(call.function(), limit, client(call, limit)))
                        .toList(),
                nowNanos);
    }

    synchronized @Nullable Exceeded take(List<Bucket> buckets, long nowNanos) {
        Exceeded exceeded = null;
        for (Bucket bucket : buckets) {
            long waitNanos = fromNanos(bucket, nowNanos) - burstNanos(bucket.limit()) - nowNanos;
            if (waitNanos > 0
                    && (exceeded == null || waitNanos > exceeded.delay().toNanos())) {
                exceeded = new Exceeded(bucket.limit(), Duration.ofNanos(waitNanos));
            }
        }
        if (exceeded == null) {
            for (Bucket bucket : buckets) {
                long intervalNanos = (long) Math.min(intervalNanos(bucket.limit()), FAR_NANOS);
                fullAtNanos.put(bucket, fromNanos(bucket, nowNanos) + intervalNanos);
            }
        }
        return exceeded;
    }

    private long fromNanos(Bucket bucket, long nowNanos) {
        Long before = fullAtNanos.get(bucket);
        return before == null || before - nowNanos < 0 ? nowNanos : before;
    }

    private double intervalNanos(RateLimit limit) {
        return (double) limit.period().toNanos() * gateways / limit.calls();
    }

    private long burstNanos(RateLimit limit) {
        return (long) Math.min(intervalNanos(limit) * (Math.max(1, limit.burst() / gateways) - 1), FAR_NANOS);
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
