package faas.gateway.proxy;

import faas.gateway.config.GatewayConfig;
import faas.gateway.routing.Choice;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The gateway in virtual time. Where a call goes, whether again, and how long it waits is decided by the real table and the
 * real policies; the steps between these decisions are those of {@link Proxy}.
 */
final class SimulatedGateway {
    private final VirtualTime time;
    private final RoutingTable table;
    private final SimulatedConnections connections;
    private final UnaryOperator<Route> turns;
    private final Tally tally;
    private final HoldPolicy holds;
    private final RetryPolicy retries = RetryPolicy.DEFAULT;

    /** @param turns puts another balancer in the place of the route's own, or leaves it */
    SimulatedGateway(
            GatewayConfig config,
            VirtualTime time,
            RoutingTable table,
            SimulatedConnections connections,
            UnaryOperator<Route> turns,
            Tally tally) {
        this.time = time;
        this.table = table;
        this.connections = connections;
        this.turns = turns;
        this.tally = tally;
        this.holds = new HoldPolicy(config.hold());
    }

    /** What to do with a call for which there is no task. */
    private interface Otherwise {
        void than(Route route, Choice why, long signals);
    }

    void serve(SimulatedCall call) {
        route().retryBudget().recordCall(time.nowNanos());
        lead(call);
    }

    private void lead(SimulatedCall call) {
        lead(call, (route, why, signals) -> hold(call, route, why, signals));
    }

    private void lead(SimulatedCall call, Otherwise otherwise) {
        Route route = route();
        long signals = route.queue().signals();
        switch (turns.apply(route).choose(call.tried(), call.held() != null)) {
            case Choice.Granted(Upstream.Lease lease) -> attempt(call, route, lease);
            case Choice none -> otherwise.than(route, none, signals);
        }
    }

    private Route route() {
        return table.find(Simulation.FUNCTION).orElseThrow();
    }

    private void attempt(SimulatedCall call, Route route, Upstream.Lease lease) {
        call.trying(lease.upstream());
        new SimulatedAttempt(
                        call, lease, connections, time, (outcome, status) -> ended(call, route, lease, outcome, status))
                .start();
    }

    private void hold(SimulatedCall call, Route route, Choice why, long signals) {
        Duration atMost = holds.atMost(route.policy(), why);
        SimulatedHold held = call.held();
        long leftNanos = atMost.toNanos() - (held == null ? 0 : held.forNanos());
        if (leftNanos <= 0) {
            refuse(call, problem(call, why));
            return;
        }
        if (held == null) {
            held = new SimulatedHold(time, () -> startOver(call));
            call.held(held);
        }
        if (!held.waitIn(route.queue(), signals, leftNanos, holds.look(why))) {
            refuse(call, new Problem.Busy(Simulation.FUNCTION, true));
        }
    }

    private void startOver(SimulatedCall call) {
        call.tried().clear();
        lead(call);
    }

    private static Problem problem(SimulatedCall call, Choice why) {
        if (call.redeliveries() > 0) {
            return new Problem.BrokenAnswer(Simulation.FUNCTION);
        }
        return switch (why) {
            case Choice.Full full -> new Problem.Busy(Simulation.FUNCTION, false);
            case Choice.Unreachable unreachable -> new Problem.ConnectFailed(Simulation.FUNCTION, call.attempts());
            case Choice.NoneRunning none -> new Problem.NoTask(Simulation.FUNCTION);
            case Choice.Granted granted -> throw new IllegalStateException("a task was granted");
        };
    }

    private void ended(SimulatedCall call, Route route, Upstream.Lease lease, Outcome outcome, int status) {
        boolean again = retries.again(route.policy(), outcome, call.tried().size(), call.redeliveries())
                && route.retryBudget().tryRetry(time.nowNanos());
        switch (outcome) {
            case Outcome.Answered() -> {
                lease.succeeded();
                tally.answered(call, status, time.nowNanos());
            }
            case Outcome.NotConnected n -> {
                if (n.cause() == Outcome.Cause.SILENCE) {
                    call.tried().addSilentNode(lease.upstream());
                }
                lease.unreachable(time.nowNanos());
                if (again) {
                    lead(call);
                } else {
                    Route newest = route();
                    hold(call, newest, newest.unavailable(), newest.queue().signals());
                }
            }
            case Outcome.Lost() -> {
                call.tried().addSilentNode(lease.upstream());
                lease.unreachable(time.nowNanos());
                redeliver(call, again, lease.upstream());
            }
            case Outcome.Broken b -> {
                lease.failed();
                redeliver(call, again, lease.upstream());
            }
            case Outcome.TooSlow() -> {
                lease.failed();
                refuse(call, new Problem.TooSlow(Simulation.FUNCTION));
            }
            case Outcome callersDoing ->
                throw new IllegalStateException("no simulated caller does that: " + callersDoing);
        }
    }

    private void redeliver(SimulatedCall call, boolean again, Upstream broken) {
        if (!again) {
            refuse(call, new Problem.BrokenAnswer(Simulation.FUNCTION));
            return;
        }
        call.redelivered();
        lead(call, (route, why, signals) -> {
            if (broken.ejected() || !route.upstreams().contains(broken)) {
                hold(call, route, why, signals);
                return;
            }
            connections.check(broken, finding -> {
                if (finding == WayCheck.Finding.THERE) {
                    refuse(call, new Problem.BrokenAnswer(Simulation.FUNCTION));
                } else {
                    broken.unreachable(time.nowNanos());
                    lead(call);
                }
            });
        });
    }

    private void refuse(SimulatedCall call, Problem problem) {
        tally.refused(call, problem.code(), time.nowNanos());
    }
}
