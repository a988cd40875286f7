package faas.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BucketReservoirTest {
    private final BucketReservoir reservoir = new BucketReservoir();

    @Test
    void a_duration_is_counted_in_the_first_bucket_whose_bound_it_does_not_exceed() {
        reservoir.update(1);
        reservoir.update(100_000);
        reservoir.update(100_001);
        reservoir.update(TimeUnit.HOURS.toNanos(1));

        BucketReservoir.Buckets buckets = (BucketReservoir.Buckets) reservoir.getSnapshot();

        assertEquals(2, buckets.counts()[0]);
        assertEquals(1, buckets.counts()[1]);
        assertEquals(1, buckets.counts()[buckets.counts().length - 1]);
        assertEquals(4, Arrays.stream(buckets.counts()).sum());
        assertEquals(4, reservoir.size());
        assertEquals(3600.000200002, buckets.sumSeconds(), 1e-9);
    }

    @Test
    void bounds_grow_from_a_tenth_of_a_millisecond_to_infinity() {
        double[] bounds = ((BucketReservoir.Buckets) reservoir.getSnapshot()).boundsSeconds();

        double[] sorted = bounds.clone();
        Arrays.sort(sorted);
        assertEquals(Arrays.toString(sorted), Arrays.toString(bounds));
        assertEquals(
                List.of(0.0001, 0.00025, 0.0005),
                Arrays.stream(bounds).boxed().limit(3).toList());
        assertEquals(Double.POSITIVE_INFINITY, bounds[bounds.length - 1]);
    }

    @Test
    void a_quantile_is_the_bound_of_its_bucket_and_zero_without_values() {
        assertEquals(0, reservoir.getSnapshot().get99thPercentile());

        for (int i = 0; i < 98; i++) {
            reservoir.update(1);
        }
        reservoir.update(2_000_000);
        reservoir.update(2_000_000);

        assertEquals(100_000, reservoir.getSnapshot().getMedian());
        assertEquals(2_500_000, reservoir.getSnapshot().get99thPercentile());
    }
}
