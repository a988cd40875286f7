package faas.gateway.admin.ui;

import faas.gateway.metrics.CallCounts;

/**
 * The calls of a function in the last minute.
 *
 * @param calls how many completed
 * @param failed the share that ended with a 5xx status, in percent with one decimal
 * @param p50 the bucket that holds the median, by its number
 * @param p99 the bucket that holds the 99th percentile, by its number
 */
record Recent(long calls, double failed, int p50, int p99) {
    /** @param sums by column of {@link CallCounts}, with at least one call */
    static Recent of(long[] sums) {
        long calls = sums[CallCounts.ANSWERED] + sums[CallCounts.CLIENT_ERRORS] + sums[CallCounts.SERVER_ERRORS];
        return new Recent(
                calls,
                Math.round(1000.0 * sums[CallCounts.SERVER_ERRORS] / calls) / 10.0,
                quantile(sums, 0.5),
                quantile(sums, 0.99));
    }

    private static int quantile(long[] sums, double quantile) {
        long total = 0;
        for (int column = CallCounts.OUTCOMES; column < sums.length; column++) {
            total += sums[column];
        }
        long rank = (long) Math.ceil(quantile * total);
        long seen = 0;
        for (int column = CallCounts.OUTCOMES; column < sums.length; column++) {
            seen += sums[column];
            if (seen >= rank && seen > 0) {
                return column - CallCounts.OUTCOMES;
            }
        }
        return 0;
    }
}
