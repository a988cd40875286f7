package faas.gateway.simulation;

import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.proxy.flow.AttemptDeadline;
import faas.gateway.routing.Upstream;
import java.util.concurrent.TimeUnit;

/** One attempt of a call on one task: what the network and the task do with it, in virtual time. */
final class SimulatedAttempt implements SimulatedTask.Listener {
    /** A round trip and a little, on an overlay network. */
    static final long CONNECT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Gets its outcome. */
    interface Ending {
        /** @param status of the response; 0 if there was none */
        void ended(Outcome outcome, int status);
    }

    private final SimulatedCall call;
    private final Upstream.Lease lease;
    private final SimulatedTask task;
    private final SimulatedConnections connections;
    private final VirtualTime time;
    private final Ending onEnd;
    private final AttemptDeadline deadline;
    private int status;
    private boolean ended;

    SimulatedAttempt(
            SimulatedCall call,
            Upstream.Lease lease,
            SimulatedConnections connections,
            VirtualTime time,
            Ending onEnd) {
        this.call = call;
        this.lease = lease;
        this.task = connections.task(lease.upstream());
        this.connections = connections;
        this.time = time;
        this.onEnd = onEnd;
        this.deadline = new AttemptDeadline(connections.timeoutNanos(lease.upstream()));
    }

    void start() {
        if (!lease.upstream().ejected() && task.reuseConnection()) {
            send();
            return;
        }
        switch (task.door()) {
            case OPEN ->
                time.after(CONNECT_NANOS, () -> {
                    lease.reached();
                    send();
                });
            case SHUT -> time.after(CONNECT_NANOS, () -> end(notConnected(Outcome.Cause.REFUSAL)));
            case LOST ->
                time.noticed(
                        time.nowNanos() + connections.connectTimeoutNanos(),
                        () -> end(notConnected(Outcome.Cause.SILENCE)));
        }
    }

    private static Outcome notConnected(Outcome.Cause cause) {
        return new Outcome.NotConnected("as simulated", cause);
    }

    private void send() {
        deadline.progressed(time.nowNanos());
        checkLater();
        task.take(call.workNanos(), this);
    }

    private void checkLater() {
        time.noticed(deadline.nextCheckNanos(time.nowNanos(), true), this::check);
    }

    private void check() {
        if (ended) {
            return;
        }
        if (deadline.isOver(time.nowNanos())) {
            end(new Outcome.TooSlow());
            return;
        }
        deadline.probing();
        connections.probe(lease.upstream(), this::probed);
        checkLater();
    }

    private void probed(ProbeResult result) {
        if (!ended) {
            AttemptDeadline.afterProbe(result, lease.upstream(), call.idempotent(), time.nowNanos())
                    .ifPresent(this::end);
        }
    }

    @Override
    public void answered(int withStatus) {
        if (ended) {
            return;
        }
        status = withStatus;
        lease.reached();
        lease.upstream().responded(time.nowNanos());
        if (!lease.upstream().retired()) {
            task.keepConnection();
        }
        end(new Outcome.Answered());
    }

    @Override
    public void broken() {
        if (!ended) {
            end(new Outcome.Broken("as simulated", call.idempotent()));
        }
    }

    private void end(Outcome outcome) {
        ended = true;
        onEnd.ended(outcome, status);
    }
}
