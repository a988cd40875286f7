package faas.gateway.proxy;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.Optional;
import org.xnio.IoUtils;

/** Leads a call to a task of its function and the answer back; the whole story, on the caller's IO thread. */
public final class Proxy {
    /** Logged for a call whose caller hung up; no status says it, since nobody is there to read one. */
    private static final String CALLER_GONE = "caller_gone";

    private final RoutingTable table;
    private final UpstreamConnections connections;
    private final ProblemAnswer problems;
    private final GatewayMetrics metrics;
    private final RetryPolicy retries = RetryPolicy.DEFAULT;

    public Proxy(RoutingTable table, UpstreamConnections connections, ProblemAnswer problems, GatewayMetrics metrics) {
        this.table = table;
        this.connections = connections;
        this.problems = problems;
        this.metrics = metrics;
    }

    /** Serves the call; to be run by the exchange's root handler. */
    public void serve(Call call) {
        Optional<Route> route = table.find(call.function());
        if (route.isEmpty()) {
            problems.tell(call, new Problem.UnknownFunction(call.function()));
            return;
        }
        call.exchange().dispatch(SameThreadExecutor.INSTANCE, () -> attempt(call, route.get()));
    }

    private void attempt(Call call, Route route) {
        Optional<Upstream.Lease> lease = route.lease(call.tried());
        if (lease.isEmpty()) {
            problems.tell(call, call.attempts() == 0 ? new Problem.NoTask(call.function()) : unreachable(call));
            return;
        }
        call.trying(lease.get().upstream());
        new Attempt(call, lease.get(), connections, outcome -> ended(call, route, lease.get(), outcome)).start();
    }

    private void ended(Call call, Route route, Upstream.Lease lease, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered() -> {
                lease.worked();
                call.exchange().endExchange();
            }
            case Outcome.NotConnected n -> {
                lease.failed();
                metrics.connectionFailure(call.function());
                if (retries.again(n, call.attempts())) {
                    attempt(call, route);
                } else {
                    problems.tell(call, unreachable(call));
                }
            }
            case Outcome.Broken b -> {
                lease.failed();
                tellOrBreakOff(call, new Problem.BrokenAnswer(call.function()));
            }
            case Outcome.TooSlow() -> {
                lease.failed();
                tellOrBreakOff(call, new Problem.TooSlow(call.function()));
            }
            case Outcome.CallerGone() -> {
                lease.ignored();
                call.fault(CALLER_GONE);
                breakOff(call.exchange());
            }
        }
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
        problems.tell(call, problem);
    }

    private static void breakOff(HttpServerExchange exchange) {
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
    }
}
