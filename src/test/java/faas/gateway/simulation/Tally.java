package faas.gateway.simulation;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Counts how the calls of one simulation end. */
final class Tally {
    private final LongStream.Builder latenciesNanos = LongStream.builder();
    private final SortedMap<String, Integer> failures = new TreeMap<>();
    private int failedIdempotent;
    private int held;
    private int triedAgain;
    private long slowestServedNanos;

    /** A task responded. An error status counts as a failure, as it does for the client. */
    void answered(SimulatedCall call, int status, long nowNanos) {
        if (status != 200) {
            failed(call, "status_" + status);
        } else {
            slowestServedNanos = Math.max(slowestServedNanos, nowNanos - call.startedNanos());
        }
        over(call, nowNanos);
    }

    /** The gateway told the client of a fault. */
    void refused(SimulatedCall call, String fault, long nowNanos) {
        failed(call, fault);
        over(call, nowNanos);
    }

    private void failed(SimulatedCall call, String fault) {
        failures.merge(fault, 1, Integer::sum);
        failedIdempotent += call.idempotent() ? 1 : 0;
    }

    private void over(SimulatedCall call, long nowNanos) {
        latenciesNanos.add(nowNanos - call.startedNanos());
        held += call.progress().isQueued() ? 1 : 0;
        triedAgain += Math.max(0, call.progress().attempts() - 1);
    }

    /** All of it, once no call is under way any more. */
    Figures figures(List<SimulatedTask> tasks) {
        return new Figures(
                latenciesNanos.build().sorted().boxed().toList(),
                slowestServedNanos,
                failures,
                failedIdempotent,
                held,
                triedAgain,
                tasks.stream().map(SimulatedTask::calls).toList(),
                tasks.stream().mapToInt(SimulatedTask::mostInFlight).max().orElse(0));
    }

    /**
     * What one balancer made of one disaster.
     *
     * @param latenciesNanos of every call to the end of its answer, failed or not, the shortest first
     * @param slowestServedNanos the longest of those that did not fail
     * @param failures how many calls failed with which fault
     * @param failedIdempotent how many of these were idempotent
     * @param held calls that waited for a task
     * @param triedAgain attempts beyond each call's first
     * @param callsByTask how many calls were sent to each task, in the order in which the tasks started
     * @param mostInFlight calls that one task had taken at a time, at most
     */
    record Figures(
            List<Long> latenciesNanos,
            long slowestServedNanos,
            SortedMap<String, Integer> failures,
            int failedIdempotent,
            int held,
            int triedAgain,
            List<Integer> callsByTask,
            int mostInFlight) {
        int calls() {
            return latenciesNanos.size();
        }

        int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** The latency that so many calls of a hundred do not exceed. */
        long percentileNanos(int percent) {
            return latenciesNanos.get(Math.ceilDiv(calls() * percent, 100) - 1);
        }

        long maxNanos() {
            return latenciesNanos.getLast();
        }
    }
}
