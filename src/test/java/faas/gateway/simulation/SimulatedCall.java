package faas.gateway.simulation;

import faas.gateway.proxy.call.CallProgress;

/**
 * One call: what it asks of a task, and how far it is.
 *
 * @param workNanos how long a worker of a healthy task needs for it
 */
record SimulatedCall(boolean idempotent, long workNanos, long startedNanos, CallProgress progress) {
    SimulatedCall(boolean idempotent, long workNanos, long startedNanos) {
        this(idempotent, workNanos, startedNanos, new CallProgress());
    }
}
