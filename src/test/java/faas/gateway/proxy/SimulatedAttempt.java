package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import java.util.concurrent.TimeUnit;

/** One try of a call on one task in virtual time, in the steps of {@link Attempt}. */
final class SimulatedAttempt implements SimulatedTask.Listener {
    /** A round trip and a little, on an overlay network. */
    static final long CONNECT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Is told how it ended. */
    interface Ending {
        /** With the answer's status; 0 if there was none. */
        void ended(Outcome outcome, int status);
    }

    private final SimulatedCall call;
    private final Upstream.Lease lease;
    private final SimulatedTask task;
    private final SimulatedConnections connections;
    private final VirtualTime time;
    private final Ending onEnd;
    private final Patience patience;
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
        this.patience = new Patience(connections.timeoutNanos(lease.upstream()));
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
        patience.progressed(time.nowNanos());
        lookLater();
        task.take(call.workNanos(), this);
    }

    private void lookLater() {
        time.noticed(patience.nextLookNanos(time.nowNanos(), true), this::look);
    }

    private void look() {
        if (ended) {
            return;
        }
        if (patience.isOver(time.nowNanos())) {
            end(new Outcome.TooSlow());
            return;
        }
        patience.checked();
        connections.check(lease.upstream(), this::checked);
        lookLater();
    }

    private void checked(WayCheck.Finding finding) {
        boolean answers = lease.upstream().silentForNanos(time.nowNanos()) < Patience.ALIVE_NANOS;
        if (ended || answers || finding != WayCheck.Finding.SILENT) {
            return;
        }
        if (call.isIdempotent()) {
            end(new Outcome.Lost());
        } else {
            lease.upstream().unreachable(time.nowNanos());
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
            end(new Outcome.Broken("as simulated", call.isIdempotent()));
        }
    }

    private void end(Outcome outcome) {
        ended = true;
        onEnd.ended(outcome, status);
    }
}
