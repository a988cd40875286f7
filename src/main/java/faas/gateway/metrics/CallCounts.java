package faas.gateway.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * How many calls of a function had completed at one moment. The first columns count them by outcome, the others by duration,
 * one column for each bucket.
 */
public final class CallCounts {
    /** The column of calls that ended with a status below 400. */
    public static final int ANSWERED = 0;

    /** The column of calls that ended with a 4xx status. */
    public static final int CLIENT_ERRORS = 1;

    /** The column of calls that ended with a 5xx status. */
    public static final int SERVER_ERRORS = 2;

    /** The number of columns that count outcomes; the first bucket follows. */
    public static final int OUTCOMES = 3;

    public static final int COLUMNS = OUTCOMES + BucketReservoir.BUCKETS;

    /** No call has completed. */
    public static final CallCounts NONE = new CallCounts(new long[COLUMNS]);

    private final long[] counts;

    /** @param counts by column; not copied */
    CallCounts(long[] counts) {
        this.counts = counts;
    }

    static int outcome(int status) {
        if (status >= 500) {
            return SERVER_ERRORS;
        }
        return status >= 400 ? CLIENT_ERRORS : ANSWERED;
    }

    public long get(int column) {
        return counts[column];
    }

    /** All calls. */
    public long total() {
        return counts[ANSWERED] + counts[CLIENT_ERRORS] + counts[SERVER_ERRORS];
    }

    /** The upper bounds of the buckets in milliseconds, inclusive; the last bucket has none. */
    public static List<Double> boundsMillis() {
        double[] seconds = BucketReservoir.boundsSeconds();
        return Arrays.stream(seconds, 0, seconds.length - 1)
                .map(bound -> Math.round(bound * 1e6) / 1e3)
                .boxed()
                .toList();
    }
}
