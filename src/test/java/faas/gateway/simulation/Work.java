package faas.gateway.simulation;

import java.util.Random;

/** How long a worker takes for a call. */
interface Work {
    /** 20 ms on average: 2 ms for anything, and an exponentially distributed rest. */
    Work USUAL = chance -> millis(2 - 18 * StrictMath.log(1 - chance.nextDouble()));

    /** About as much on average, but most of it in few calls: one of two takes 8 ms, one of a thousand a second (Pareto). */
    Work UNEVEN = chance -> millis(Math.min(2_000, 5 * StrictMath.pow(1 - chance.nextDouble(), -1 / 1.3)));

    long nanos(Random chance);

    private static long millis(double millis) {
        return (long) (millis * 1_000_000);
    }
}
