package faas.gateway.function;

import java.time.Duration;

/**
 * How many calls each client may make.
 *
 * @param calls per period, from 1 on
 * @param burst the most calls at once, after a pause; from 1 on
 * @param byCaller whether the calls of one caller count together, from whichever address; else those of one address
 */
public record RateLimit(int calls, Duration period, int burst, boolean byCaller) {
    /** The limit as a label, such as {@code 100/m burst 20 by caller}. */
    @Override
    public String toString() {
        String unit = period.toSeconds() == 1 ? "s" : period.toMinutes() == 1 ? "m" : "h";
        return calls + "/" + unit + " burst " + burst + " by " + (byCaller ? "caller" : "address");
    }
}
