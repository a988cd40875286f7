package faas.gateway.proxy;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.routing.Choice;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** Leads a call to a task of its function and the answer back; the whole story, on the caller's IO thread. */
public final class Proxy {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final RoutingTable table;
    private final UpstreamConnections connections;
    private final ProblemAnswer problems;
    private final GatewayMetrics metrics;
    private final HoldPolicy holds;
    private final RetryPolicy retries = RetryPolicy.DEFAULT;

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

    /** Serves the call; to be run by the exchange's root handler. */
    public void serve(Call call) {
        if (call.exchange().getRequestMethod().equals(Methods.CONNECT)) {
            refuse(call, new Problem.NoTunnel());
            return;
        }
        if (table.find(call.function()).isEmpty()) {
            refuse(call, new Problem.UnknownFunction(call.function()));
            return;
        }
        call.routed();
        call.exchange().dispatch(SameThreadExecutor.INSTANCE, () -> lead(call));
    }

    /** Sends the call to a task, or has it wait for one; by the newest route, since it may have waited or been tried before. */
    private void lead(Call call) {
        Optional<Route> found = table.find(call.function());
        if (found.isEmpty()) {
            refuse(call, new Problem.UnknownFunction(call.function()));
            return;
        }
        Route route = found.get();
        long signals = route.room().signals();
        Choice choice = route.choose(call.tried(), call.held() != null);
        if (choice instanceof Choice.Granted(Upstream.Lease lease)) {
            call.trying(lease.upstream());
            new Attempt(call, lease, connections, outcome -> ended(call, route, lease, outcome)).start();
            return;
        }
        hold(call, route, choice, signals);
    }

    private void hold(Call call, Route route, Choice why, long signals) {
        Duration atMost = holds.atMost(route.policy(), why);
        Held held = call.held();
        long leftNanos = atMost.toNanos() - (held == null ? 0 : held.forNanos());
        if (leftNanos <= 0) {
            refuse(call, problem(call, why));
            return;
        }
        if (held == null) {
            held = new Held(call.exchange().getIoThread(), connections, () -> startOver(call));
            call.held(held);
            metrics.held(call.function());
        }
        if (!held.waitIn(route.room(), signals, Math.min(leftNanos, holds.lookAgainNanos(why)))) {
            refuse(call, new Problem.Busy(call.function(), true));
        }
    }

    private void startOver(Call call) {
        call.tried().clear();
        lead(call);
    }

    private static Problem problem(Call call, Choice why) {
        return switch (why) {
            case Choice.Full full -> new Problem.Busy(call.function(), false);
            case Choice.Unreachable unreachable -> unreachable(call);
            case Choice.NoneRuns none -> new Problem.NoTask(call.function());
            case Choice.Granted granted -> throw new IllegalStateException("a task was granted");
        };
    }

    private void ended(Call call, Route route, Upstream.Lease lease, Outcome outcome) {
        boolean again = retries.again(route.policy(), outcome, call.tried().size(), call.redeliveries());
        switch (outcome) {
            case Outcome.Answered() -> {
                lease.worked();
                boundRestOfUpload(call);
                call.exchange().endExchange();
            }
            case Outcome.NotConnected n -> {
                unreachable(call, lease, n.silent(), n.reason());
                if (again) {
                    tryAgain(call);
                } else {
                    giveUpOrHold(call);
                }
            }
            case Outcome.Lost() -> {
                unreachable(call, lease, true, "it is silent, and so is the way to it");
                redeliverOr(call, again, new Problem.BrokenAnswer(call.function()));
            }
            case Outcome.Broken b -> {
                lease.failed();
                LOG.debug(
                        "call {}: broken by {}: {}", call.id(), lease.upstream().endpoint(), b.reason());
                redeliverOr(call, again, new Problem.BrokenAnswer(call.function()));
            }
            case Outcome.TooSlow() -> {
                lease.failed();
                tellOrBreakOff(call, new Problem.TooSlow(call.function()));
            }
            case Outcome.CallerGone() -> {
                lease.ignored();
                call.callerGone();
                breakOff(call.exchange());
            }
        }
    }

    private void unreachable(Call call, Upstream.Lease lease, boolean silent, String reason) {
        Upstream upstream = lease.upstream();
        LOG.debug("call {}: no connection to {}: {}", call.id(), upstream.endpoint(), reason);
        if (silent) {
            call.tried().addSilentNode(upstream);
        }
        lease.unreachable(connections.nowNanos());
        metrics.connectionFailure(call.function());
    }

    private void tryAgain(Call call) {
        metrics.retry(call.function());
        lead(call);
    }

    private void redeliverOr(Call call, boolean again, Problem otherwise) {
        if (again) {
            call.redelivered();
            tryAgain(call);
            return;
        }
        tellOrBreakOff(call, otherwise);
    }

    /** A call that was tried as often as it may be; where nothing is left of the function, it waits for what comes. */
    private void giveUpOrHold(Call call) {
        Optional<Route> route = table.find(call.function());
        long signals = route.map(r -> r.room().signals()).orElse(0L);
        Optional<Choice> why = route.flatMap(Route::nothingLeft);
        if (why.isPresent()) {
            hold(call, route.get(), why.get(), signals);
            return;
        }
        refuse(call, unreachable(call));
    }

    private static Problem unreachable(Call call) {
        return new Problem.ConnectFailed(call.function(), call.attempts());
    }

    /** Once a byte of the answer is out, only a closed connection can say that the rest is missing. */
    private void tellOrBreakOff(Call call, Problem problem) {
        if (call.exchange().isResponseStarted()) {
            call.fault(problem.code());
            breakOff(call.exchange());
            return;
        }
        refuse(call, problem);
    }

    /** Answers the call with a problem instead of leading it to a function; its answer must not have begun. */
    public void refuse(Call call, Problem problem) {
        boundRestOfUpload(call);
        problems.tell(call, problem);
    }

    /** What the caller still sends after its answer is read and dropped, for as long as a call may be still, no longer. */
    private void boundRestOfUpload(Call call) {
        if (!call.exchange().isRequestComplete()) {
            new RestOfUpload(call.exchange(), connections).watch();
        }
    }

    static void breakOff(HttpServerExchange exchange) {
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
    }
}
