package faas.gateway.metrics;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Counts durations in fixed buckets, so that recording is two additions and Prometheus can aggregate several gateways.
 * Thread-safe.
 */
final class BucketReservoir implements Reservoir {
    /** Upper bounds, inclusive, in nanoseconds: 100 µs (less than a relayed echo) to a minute (the default timeout). */
    private static final long[] BOUNDS_NANOS = {
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        30_000_000_000L,
        60_000_000_000L
    };

    /** The number of buckets; the last one has no bound. */
    static final int BUCKETS = BOUNDS_NANOS.length + 1;

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(BUCKETS).toArray(LongAdder[]::new);
    private final LongAdder sumNanos = new LongAdder();

    @Override
    public int size() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                Arrays.stream(counts).mapToLong(LongAdder::sum).sum());
    }

    @Override
    public void update(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    @Override
    public Snapshot getSnapshot() {
        return new Buckets(Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(), sumNanos.sum());
    }

    /** The upper bounds in seconds, the last one infinite. */
    static double[] boundsSeconds() {
        double[] bounds = Arrays.copyOf(
                Arrays.stream(BOUNDS_NANOS).mapToDouble(n -> n / 1e9).toArray(), BUCKETS);
        bounds[BUCKETS - 1] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /** The counts at one moment; a quantile is the upper bound of its bucket. */
    static final class Buckets extends Snapshot {
        private final long[] counts;
        private final long sumNanos;

        private Buckets(long[] counts, long sumNanos) {
            this.counts = counts;
            this.sumNanos = sumNanos;
        }

        /** The upper bounds in seconds, the last one infinite; one for each of {@link #counts()}. */
        double[] boundsSeconds() {
            return BucketReservoir.boundsSeconds();
        }

        /** The count of each bucket, not cumulative. */
        long[] counts() {
            return counts.clone();
        }

        /**
         * The counts in fewer buckets, not cumulative.
         *
         * @param boundsSeconds some of {@link #boundsSeconds()}, rising, the last one infinite
         */
        long[] countsWithin(double[] boundsSeconds) {
            double[] own = boundsSeconds();
            long[] merged = new long[boundsSeconds.length];
            int bucket = 0;
            for (int i = 0; i < own.length; i++) {
                while (boundsSeconds[bucket] < own[i]) {
                    bucket++;
                }
                merged[bucket] += counts[i];
            }
            return merged;
        }

        double sumSeconds() {
            return sumNanos / 1e9;
        }

        private long total() {
            return LongStream.of(counts).sum();
        }

        private long boundNanos(int bucket) {
            return BOUNDS_NANOS[Math.min(bucket, BOUNDS_NANOS.length - 1)];
        }

        @Override
        public double getValue(double quantile) {
            long rank = (long) Math.ceil(quantile * total());
            long seen = 0;
            for (int bucket = 0; bucket < counts.length; bucket++) {
                seen += counts[bucket];
                if (seen >= rank && seen > 0) {
                    return boundNanos(bucket);
                }
            }
            return 0;
        }

        @Override
        public long[] getValues() {
            return BOUNDS_NANOS.clone();
        }

        @Override
        public int size() {
            return (int) Math.min(Integer.MAX_VALUE, total());
        }

        @Override
        public long getMax() {
            return (long) getValue(1);
        }

        @Override
        public double getMean() {
            return total() == 0 ? 0 : (double) sumNanos / total();
        }

        @Override
        public long getMin() {
            return (long) getValue(0);
        }

        /** Not known: buckets keep no squares. */
        @Override
        public double getStdDev() {
            return Double.NaN;
        }

        @Override
        public void dump(OutputStream output) {
            PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
            for (int bucket = 0; bucket < counts.length; bucket++) {
                out.printf("%d %d%n", boundNanos(bucket), counts[bucket]);
            }
            out.flush();
        }
    }
}
