package faas.gateway.proxy;

import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.flow.CallFlow;
import faas.gateway.proxy.flow.CallFlow.Next;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.proxy.relay.Attempt;
import faas.gateway.routing.Upstream;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes what is decided for one call, until it is over. Used on the call's IO thread. */
final class CallExecution {
    private static final Logger LOG = LoggerFactory.getLogger(CallExecution.class);

    private final Call call;
    private final CallFlow flow;
    private final ConnectionPools pools;
    private final Consumer<Problem> refuse;
    private @Nullable QueuedCall queued;

    /** @param refuse responds with a problem; the response has not begun */
    CallExecution(Call call, CallFlow flow, ConnectionPools pools, Consumer<Problem> refuse) {
        this.call = call;
        this.flow = flow;
        this.pools = pools;
        this.refuse = refuse;
    }

    void begin() {
        goOn(() -> flow.begin(pools.nowNanos()));
    }

    private void goOn(Supplier<Next> decision) {
        if (call.ending().isClientGone()) {
            call.response().abort();
        } else {
            execute(decision.get());
        }
    }

    private void execute(Next next) {
        switch (next) {
            case Next.Try(Upstream.Lease lease) -> {
                call.trace().attemptStarted();
                new Attempt(call, lease, pools, outcome -> ended(lease.upstream(), outcome)).start();
            }
            case Next.Queue queue -> enqueue(queue);
            case Next.Probe(Upstream upstream) ->
                pools.probe(
                        call.request().loop(), upstream, result -> goOn(() -> flow.probed(result, pools.nowNanos())));
            case Next.Refuse(Problem problem) -> refuse(problem);
            case Next.Finish() -> {
                call.release();
                call.response().finish();
            }
            case Next.Abandon() -> {
                call.clientGone();
                call.response().abort();
            }
        }
    }

    private void ended(Upstream upstream, Outcome outcome) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("call {}: attempt on {} ended: {}", call.id(), upstream.endpoint(), outcome);
        }
        AttemptSpan.end(call, upstream.endpoint(), outcome);
        execute(flow.ended(outcome, pools.nowNanos()));
    }

    private void enqueue(Next.Queue next) {
        QueuedCall place = queued;
        if (place == null) {
            place = new QueuedCall(call.request().loop(), () -> goOn(() -> flow.woken(pools.nowNanos())));
            queued = place;
        }
        QueuedCall entered = place;
        call.ending().onGone(() -> {
            entered.leave();
            flow.leftQueue(pools.nowNanos());
            call.response().abort();
        });
        if (!entered.enter(next)) {
            execute(flow.queueFull());
        }
    }

    /** Once a byte of the response is out, only cutting it off can show that the rest is missing. */
    private void refuse(Problem problem) {
        if (call.response().isStarted()) {
            call.ending().fault(problem.code());
            call.release();
            call.response().abort();
            return;
        }
        if (problem instanceof Problem.Draining) {
            call.response().last();
        }
        refuse.accept(problem);
    }
}
