package faas.gateway.proxy;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
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
    private final RetryPolicy retries = RetryPolicy.DEFAULT;

    public Proxy(RoutingTable table, UpstreamConnections connections, ProblemAnswer problems, GatewayMetrics metrics) {
        this.table = table;
        this.connections = connections;
        this.problems = problems;
        this.metrics = metrics;
    }

    /** Serves the call; to be run by the exchange's root handler. */
    public void serve(Call call) {
        if (call.exchange().getRequestMethod().equals(Methods.CONNECT)) {
            refuse(call, new Problem.NoTunnel());
            return;
        }
        Optional<Route> route = table.find(call.function());
        if (route.isEmpty()) {
            refuse(call, new Problem.UnknownFunction(call.function()));
            return;
        }
        call.routed();
        call.exchange().dispatch(SameThreadExecutor.INSTANCE, () -> attempt(call, route.get()));
    }

    private void attempt(Call call, Route route) {
        Optional<Upstream.Lease> lease = route.lease(call.tried());
        if (lease.isEmpty()) {
            refuse(call, call.attempts() == 0 ? new Problem.NoTask(call.function()) : unreachable(call));
            return;
        }
        call.trying(lease.get().upstream());
        new Attempt(call, lease.get(), connections, outcome -> ended(call, route, lease.get(), outcome)).start();
    }

    private void ended(Call call, Route route, Upstream.Lease lease, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered() -> {
                lease.worked();
                boundRestOfUpload(call);
                call.exchange().endExchange();
            }
            case Outcome.NotConnected n -> {
                lease.failed();
                LOG.debug(
                        "call {}: no connection to {}: {}",
                        call.id(),
                        lease.upstream().endpoint(),
                        n.reason());
                metrics.connectionFailure(call.function());
                if (retries.again(n, call.attempts())) {
                    attempt(call, route);
                } else {
                    refuse(call, unreachable(call));
                }
            }
            case Outcome.Broken b -> {
                lease.failed();
                LOG.debug(
                        "call {}: broken by {}: {}", call.id(), lease.upstream().endpoint(), b.reason());
                tellOrBreakOff(call, new Problem.BrokenAnswer(call.function()));
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
