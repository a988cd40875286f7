package faas.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BucketReservoirTest {
    private final BucketReservoir reservoir = new BucketReservoir();

    @Test
    void a_duration_falls_into_the_first_bucket_whose_bound_it_does_not_exceed() {
        reservoir.update(1);
        reservoir.update(500_000);
        reservoir.update(500_001);
        reservoir.update(TimeUnit.HOURS.toNanos(1));

        BucketReservoir.Buckets buckets = (BucketReservoir.Buckets) reservoir.getSnapshot();

        assertEquals(2, buckets.counts()[0]);
        assertEquals(1, buckets.counts()[1]);
        assertEquals(1, buckets.counts()[buckets.counts().length - 1]);
        assertEquals(4, Arrays.stream(buckets.counts()).sum());
        assertEquals(4, reservoir.size());
        assertEquals(3600.001000002, buckets.sumSeconds(), 1e-9);
    }

    @Test
    void bounds_grow_from_half_a_millisecond_to_infinity() {
        double[] bounds = ((BucketReservoir.Buckets) reservoir.getSnapshot()).boundsSeconds();

        double[] sorted = bounds.clone();
        Arrays.sort(sorted);
        assertEquals(Arrays.toString(sorted), Arrays.toString(bounds));
        assertEquals(0.0005, bounds[0]);
        assertEquals(Double.POSITIVE_INFINITY, bounds[bounds.length - 1]);
    }

    @Test
    void a_quantile_is_the_bound_of_its_bucket_and_nothing_at_all_is_zero() {
        assertEquals(0, reservoir.getSnapshot().get99thPercentile());

        for (int i = 0; i < 98; i++) {
            reservoir.update(1);
        }
        reservoir.update(2_000_000);
        reservoir.update(2_000_000);

        assertEquals(500_000, reservoir.getSnapshot().getMedian());
        assertEquals(2_500_000, reservoir.getSnapshot().get99thPercentile());
    }
}
