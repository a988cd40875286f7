package faas.gateway.proxy;

import faas.gateway.http1.Fields;
import faas.gateway.io.IoLoop;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.flow.CallFlow;
import faas.gateway.proxy.flow.QueuePolicy;
import faas.gateway.proxy.flow.RetryPolicy;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.proxy.relay.CollectedBody;
import faas.gateway.routing.Route;
import faas.gateway.routing.RoutingTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves calls: finds the route, asks the admissions, and executes what {@link CallFlow} decides. Thread-safe. */
public final class Proxy {
    private final RoutingTable table;
    private final ConnectionPools pools;
    private final ProblemResponder problems;
    private final List<Admission> admissions;
    private final CallFlow.Rules rules;
    private volatile boolean draining;

    /**
     * @param queueing how long a call waits for a task where its function's labels do not say
     * @param admissions asked in this order
     */
    public Proxy(
            RoutingTable table,
            ConnectionPools pools,
            ProblemResponder problems,
            GatewayMetrics metrics,
            Duration queueing,
            List<Admission> admissions) {
        this.table = table;
        this.pools = pools;
        this.problems = problems;
        this.admissions = List.copyOf(admissions);
        this.rules = new CallFlow.Rules(
                table::find, new QueuePolicy(queueing), RetryPolicy.DEFAULT, metrics, () -> draining);
    }

    /** Serves the call, on its IO thread. */
    public void serve(Call call) {
        Optional<Route> found = table.find(call.function());
        if (found.isEmpty()) {
            refuse(call, table.isPublished() ? unknown(call) : new Refusal(new Problem.Starting()));
            return;
        }
        call.progress().routed();
        admit(call, found.get(), 0, null);
    }

    /**
     * Asks the admissions from one of them on. The body is checked last, when nothing else is against the call.
     *
     * @param bodyCheck what earlier ones have to check of the body
     */
    private void admit(Call call, Route route, int from, @Nullable BodyCheck bodyCheck) {
        BodyCheck check = bodyCheck;
        for (int i = from; i < admissions.size(); i++) {
            Decision decision = admissions.get(i).check(call, route);
            if (decision instanceof BodyCheck further) {
                check = further.after(check);
            } else if (decision != null) {
                decided(call, route, i, check, decision);
                return;
            }
        }
        if (check == null) {
            proceed(call, route);
        } else {
            checkBody(call, route, check);
        }
    }

    /** What an admission has decided, at once or later. */
    private void decided(
            Call call, Route route, int admission, @Nullable BodyCheck bodyCheck, @Nullable Decision decision) {
        switch (decision) {
            case null -> admit(call, route, admission + 1, bodyCheck);
            case BodyCheck check -> admit(call, route, admission + 1, check.after(bodyCheck));
            case Refusal refusal -> refuse(call, refusal);
            case Decision.Answer answer -> respond(call, answer);
            case Decision.Later later -> await(call, later, made -> decided(call, route, admission, bodyCheck, made));
        }
    }

    private static void await(Call call, Decision.Later later, Consumer<@Nullable Decision> onDecided) {
        call.ending().onGone(() -> call.response().abort());
        IoLoop loop = call.request().loop();
        later.check()
                .begin(result -> loop.execute(() -> {
                    Decision decision = result.get();
                    if (!call.ending().isClientGone()) {
                        call.ending().onGone(() -> {});
                        onDecided.accept(
                                decision != null ? decision : later.next().get());
                    }
                }));
    }

    private void proceed(Call call, Route route) {
        // A slot at a task is for a call whose body has arrived, or a good part of it.
        if (route.limitsConcurrency() && !call.body().isEnded()) {
            collectBody(call, route, CollectedBody.Extent.BEGINNING, body -> execute(call));
        } else {
            execute(call, route);
        }
    }

    private void execute(Call call, Route route) {
        CallFlow flow = new CallFlow(call.function(), route, call.progress(), rules);
        new CallExecution(call, flow, pools, problem -> refuse(call, problem)).begin();
    }

    /** The route may be another one by now. */
    private void execute(Call call) {
        Optional<Route> found = table.find(call.function());
        if (found.isPresent()) {
            execute(call, found.get());
        } else {
            refuse(call, new Problem.UnknownFunction(call.function()));
        }
    }

    private static void respond(Call call, Decision.Answer answer) {
        call.release();
        Fields fields = new Fields()
                .addAll(answer.fields())
                .add(Call.ID_FIELD, call.id())
                .addAll(call.responseFields());
        call.response().respond(answer.status(), fields, answer.body().array());
    }

    private void checkBody(Call call, Route route, BodyCheck check) {
        collectBody(call, route, new CollectedBody.Extent(check.maxBytes(), true), body -> {
            Refusal refusal = check.check().apply(body.collected());
            if (refusal != null) {
                refuse(call, refusal);
            } else {
                execute(call);
            }
        });
    }

    private Refusal unknown(Call call) {
        for (Admission admission : admissions) {
            Refusal refusal = admission.checkUnknown(call);
            if (refusal != null) {
                return refusal;
            }
        }
        return new Refusal(new Problem.UnknownFunction(call.function()));
    }

    private void collectBody(Call call, Route route, CollectedBody.Extent extent, Consumer<CollectedBody> onCollected) {
        CallRequest request = call.request();
        CollectedBody body = new CollectedBody(
                request.body(),
                pools.readBuffers(),
                request.loop(),
                extent,
                pools.timeoutNanos(route.policy()),
                new CollectedBody.Listener() {
                    @Override
                    public void collected() {
                        // It was set before collecting began.
                        onCollected.accept((CollectedBody) call.body());
                    }

                    @Override
                    public void refused(Problem problem) {
                        refuse(call, problem);
                    }

                    @Override
                    public void clientGone() {
                        call.clientGone();
                        call.response().abort();
                    }
                });
        call.replaceBody(body);
        body.start();
    }

    /** Ends the wait of all queued calls, since the gateway stops; further calls do not wait either. */
    public void stopQueueing() {
        draining = true;
        table.wakeAll();
    }

    /** Responds with a problem instead of passing the call on; its response must not have begun. */
    public void refuse(Call call, Problem problem) {
        refuse(call, new Refusal(problem));
    }

    private void refuse(Call call, Refusal refusal) {
        call.release();
        if (!call.ending().isClientGone()) {
            problems.respond(call, refusal.problem(), refusal.fields());
        }
    }
}
