package faas.gateway.proxy;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.routing.Choice;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import io.undertow.util.Methods;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads a call to a task of its function and the answer back; the whole story, on the caller's IO thread. */
public final class Proxy {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final RoutingTable table;
    private final UpstreamConnections connections;
    private final ProblemAnswer problems;
    private final GatewayMetrics metrics;
    private final HoldPolicy holds;
    private final RetryPolicy retries = RetryPolicy.DEFAULT;
    private volatile boolean closing;

    /** @param hold how long a call waits for a task where its function's labels do not say */
    public Proxy(
            RoutingTable table,
            UpstreamConnections connections,
            ProblemAnswer problems,
            GatewayMetrics metrics,
            Duration hold) {
        this.table = table;
        this.connections = connections;
        this.problems = problems;
        this.metrics = metrics;
        this.holds = new HoldPolicy(hold);
    }

    /** Serves the call, on its IO thread. */
    public void serve(Call call) {
        CallRequest request = call.request();
        if (request.method().equals(Methods.CONNECT)) {
            refuse(call, new CallerMistake.NoTunnel());
            return;
        }
        Optional<Route> found = table.find(call.function());
        if (found.isEmpty()) {
            refuse(call, table.isPublished() ? new Problem.UnknownFunction(call.function()) : new Problem.Starting());
            return;
        }
        if (request.loop().memory().isShort()) {
            refuse(call, new Problem.Overloaded());
            return;
        }
        call.routed();
        Route route = found.get();
        route.retryBudget().recordCall(call.startedNanos());
        if (route.limitsConcurrency() && !request.body().isEnded()) {
            collectBody(call, route);
            return;
        }
        lead(call, route, holding(call));
    }

    /** A place at a task is for a call that is there as a whole, or to a good part. */
    private void collectBody(Call call, Route route) {
        long timeoutNanos = route.policy().timeout().map(Duration::toNanos).orElse(connections.timeoutNanos());
        CallRequest request = call.request();
        CollectedBody body = new CollectedBody(
                request.body(),
                connections.buffers(),
                request.loop().deadlines(),
                timeoutNanos,
                end -> {
                    switch (end) {
                        case CollectedBody.End.THERE -> lead(call);
                        case CollectedBody.End.TOO_SLOW -> refuse(call, new CallerMistake.BodyTooSlow());
                        case CollectedBody.End.GONE -> {
                            call.clientGone();
                            call.response().abort();
                        }
                    }
                },
                problem -> refuse(call, problem));
        call.collected(body);
        body.start();
    }

    /** What to do with a call for which there is no task. */
    private interface Otherwise {
        void than(Route route, Choice why, long signals);
    }

    private void lead(Call call) {
        lead(call, holding(call));
    }

    private Otherwise holding(Call call) {
        return (route, why, signals) -> hold(call, route, why, signals);
    }

    /** By the newest route, since the call may have waited or been tried before. */
    private void lead(Call call, Otherwise otherwise) {
        Optional<Route> found = table.find(call.function());
        if (found.isEmpty()) {
            refuse(call, new Problem.UnknownFunction(call.function()));
            return;
        }
        lead(call, found.get(), otherwise);
    }

    private void lead(Call call, Route route, Otherwise otherwise) {
        if (call.isGone()) {
            call.response().abort();
            return;
        }
        long signals = route.queue().signals();
        Choice choice = route.choose(call.tried(), call.held() != null);
        if (choice instanceof Choice.Granted(Upstream.Lease lease)) {
            call.trying(lease.upstream());
            new Attempt(call, lease, connections, outcome -> ended(call, route, lease, outcome)).start();
            return;
        }
        if (!table.find(call.function()).equals(Optional.of(route))) {
            // The route was replaced before the signals were read, so that they do not tell of it.
            lead(call, otherwise);
            return;
        }
        otherwise.than(route, choice, signals);
    }

    private void hold(Call call, Route route, Choice why, long signals) {
        Duration atMost = holds.atMost(route.policy(), why);
        Held held = call.held();
        long leftNanos = atMost.toNanos() - (held == null ? 0 : held.forNanos());
        if (leftNanos <= 0) {
            tellOrBreakOff(call, HoldPolicy.problem(call, why));
            return;
        }
        if (closing) {
            call.response().last();
            refuse(call, new Problem.Draining());
            return;
        }
        if (held == null) {
            held = new Held(call.request().loop(), () -> startOver(call));
            call.held(held);
            metrics.increment(Metric.CALLS_HELD, call.function());
        }
        call.onGone(() -> leave(call));
        if (!held.waitIn(route.queue(), signals, leftNanos, holds.look(why))) {
            refuse(call, new Problem.Busy(call.function(), true));
        }
    }

    private static void leave(Call call) {
        Held held = call.held();
        if (held != null) {
            held.leave();
        }
        call.response().abort();
    }

    /** Has the calls that wait for a task told that the gateway stops; further ones, too. */
    public void stopHolding() {
        closing = true;
        table.wakeAll();
    }

    private void startOver(Call call) {
        call.startOver();
        lead(call);
    }

    private void ended(Call call, Route route, Upstream.Lease lease, Outcome outcome) {
        boolean again = mayBeTriedAgain(call, route, outcome);
        switch (outcome) {
            case Outcome.Answered() -> {
                lease.succeeded();
                call.release();
                call.response().finish();
            }
            case Outcome.NotConnected n -> {
                notConnected(call, lease, n);
                if (again) {
                    lead(call);
                } else {
                    holdAsItIs(call);
                }
            }
            case Outcome.Lost() -> {
                call.tried().addSilentNode(lease.upstream());
                lease.unreachable(connections.nowNanos());
                metrics.increment(Metric.CONNECTION_FAILURES, call.function());
                redeliver(call, again, lease.upstream(), false);
            }
            case Outcome.Broken b -> {
                lease.failed();
                LOG.debug(
                        "call {}: broken by {}: {}", call.id(), lease.upstream().endpoint(), b.reason());
                redeliver(call, again, lease.upstream(), b.stale());
            }
            case Outcome.TooSlow() -> {
                lease.failed();
                tellOrBreakOff(call, new Problem.TooSlow(call.function()));
            }
            case Outcome.CallerGone() -> {
                lease.ignored();
                call.clientGone();
                call.response().abort();
            }
            case Outcome.Refused(Problem problem) -> {
                lease.ignored();
                tellOrBreakOff(call, problem);
            }
        }
    }

    private boolean mayBeTriedAgain(Call call, Route route, Outcome outcome) {
        if (!retries.again(route.policy(), outcome, call.tried().size(), call.redeliveries())) {
            return false;
        }
        if (!route.retryBudget().tryRetry(connections.nowNanos())) {
            metrics.increment(Metric.RETRIES_REFUSED, call.function());
            return false;
        }
        metrics.increment(Metric.RETRIES, call.function());
        return true;
    }

    private void notConnected(Call call, Upstream.Lease lease, Outcome.NotConnected how) {
        LOG.debug(
                "call {}: no connection to {}: {}", call.id(), lease.upstream().endpoint(), how.reason());
        if (how.cause() == Outcome.Cause.SILENCE) {
            call.tried().addSilentNode(lease.upstream());
        }
        if (how.cause() == Outcome.Cause.OWN) {
            lease.ignored();
            return;
        }
        lease.unreachable(connections.nowNanos());
        metrics.increment(Metric.CONNECTION_FAILURES, call.function());
    }

    /** A call that was tried as often as it may be, and never delivered, waits before it starts over. */
    private void holdAsItIs(Call call) {
        Optional<Route> route = table.find(call.function());
        if (route.isEmpty()) {
            refuse(call, new Problem.UnknownFunction(call.function()));
            return;
        }
        hold(call, route.get(), route.get().unavailable(), route.get().queue().signals());
    }

    /** Another task gets what one has broken off; if there is no other, it must be sure that this one is gone, or never had it. */
    private void redeliver(Call call, boolean again, Upstream broken, boolean stale) {
        if (!again) {
            tellOrBreakOff(call, new Problem.BrokenAnswer(call.function()));
            return;
        }
        call.redelivered();
        lead(call, (route, why, signals) -> {
            if (broken.ejected() || !route.upstreams().contains(broken)) {
                hold(call, route, why, signals);
                return;
            }
            connections.check(call.request().loop(), broken, finding -> {
                if (finding == WayCheck.Finding.REFUSED || finding == WayCheck.Finding.SILENT) {
                    broken.unreachable(connections.nowNanos());
                    lead(call);
                } else if (finding == WayCheck.Finding.THERE && stale) {
                    startOver(call);
                } else {
                    refuse(call, new Problem.BrokenAnswer(call.function()));
                }
            });
        });
    }

    /** Once a byte of the response is out, only cutting it off can say that the rest is missing. */
    private void tellOrBreakOff(Call call, Problem problem) {
        if (call.response().isStarted()) {
            call.fault(problem.code());
            call.release();
            call.response().abort();
            return;
        }
        refuse(call, problem);
    }

    /** Answers the call with a problem instead of leading it to a function; its response must not have begun. */
    public void refuse(Call call, Problem problem) {
        call.release();
        if (!call.isGone()) {
            problems.tell(call, problem);
        }
    }
}
