package faas.gateway.proxy.flow;

import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.proxy.call.CallProgress;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.proxy.call.Problem;
import faas.gateway.routing.CallQueue;
import faas.gateway.routing.Choice;
import faas.gateway.routing.Route;
import faas.gateway.routing.TriedUpstreams;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to one call next, from its route to its end. It does no I/O and reads no clock, so that a simulation can
 * drive it in virtual time. Each method but {@link #leftQueue} returns the next step; its result is the next method called.
 * Used by one thread.
 */
public final class CallFlow {
    /** What to do with the call. */
    public sealed interface Next {
        /** Attempt it on the lease's task, and report to {@link #ended}. */
        record Try(Upstream.Lease lease) implements Next {}

        /**
         * Let it wait in the queue, and report to {@link #woken}, or to {@link #queueFull}.
         *
         * @param signals of the queue before the route was chosen from
         * @param leftNanos how long it may wait, in nanoseconds
         */
        record Queue(CallQueue queue, long signals, long leftNanos, QueuePolicy.Recheck recheck) implements Next {}

        /** Probe the task, and report to {@link #probed}. */
        record Probe(Upstream upstream) implements Next {}

        /** End it with this problem; if its response has begun, by cutting that off. */
        record Refuse(Problem problem) implements Next {}

        /** Its response is complete. */
        record Finish() implements Next {}

        /** Its client is gone. */
        record Abandon() implements Next {}
    }

    /**
     * What the flows of all calls share.
     *
     * @param routes the current route to a function by name; empty if no service carries the name
     * @param draining whether calls may not wait any more, since the gateway stops
     */
    public record Rules(
            Function<String, Optional<Route>> routes,
            QueuePolicy queueing,
            RetryPolicy retries,
            GatewayMetrics metrics,
            BooleanSupplier draining) {}

    private final String function;
    private final CallProgress progress;
    private final Rules rules;
    private final TriedUpstreams tried = new TriedUpstreams();
    private final TriedUpstreams triedEver = new TriedUpstreams();
    private Route route;
    private long signals;
    private Upstream.@Nullable Lease lease;
    /** The task that broke off; the call is sent again only where that task does not have it. */
    private @Nullable Upstream broken;

    private boolean stale;
    private int redeliveries;
    private long queuedSinceNanos;

    /** @param route the route that the call was admitted by */
    public CallFlow(String function, Route route, CallProgress progress, Rules rules) {
        this.function = function;
        this.route = route;
        this.progress = progress;
        this.rules = rules;
    }

    /** The call begins; it counts towards its function's retry budget. */
    public Next begin(long nowNanos) {
        route.retryBudget().recordCall(nowNanos);
        return route.choose(tried, false) instanceof Choice.Granted(Upstream.Lease granted)
                ? tryOn(granted)
                : choose(nowNanos);
    }

    /** It was woken, or its time in the queue is over. */
    public Next woken(long nowNanos) {
        leftQueue(nowNanos);
        startOver();
        return choose(nowNanos);
    }

    /** The queue has no room for it. */
    public Next queueFull() {
        return new Next.Refuse(new Problem.Busy(function, true));
    }

    /** It is in the queue no longer, since it was woken or its client is gone. */
    public void leftQueue(long nowNanos) {
        progress.queuedNanos(nowNanos - queuedSinceNanos);
    }

    /** The probe of a task is done. */
    public Next probed(ProbeResult result, long nowNanos) {
        Upstream probed = broken;
        broken = null;
        if (probed != null && (result == ProbeResult.REFUSED || result == ProbeResult.SILENT)) {
            probed.unreachable(nowNanos);
            return choose(nowNanos);
        }
        if (result == ProbeResult.REACHABLE && stale) {
            startOver();
            return choose(nowNanos);
        }
        return new Next.Refuse(new Problem.BrokenAnswer(function));
    }

    /** The attempt is over; what it says of its task is recorded with the lease. */
    public Next ended(Outcome outcome, long nowNanos) {
        Upstream.Lease over = lease;
        lease = null;
        if (over == null) {
            throw new IllegalStateException("no attempt is in progress");
        }
        boolean again = mayRetry(outcome, nowNanos);
        return switch (outcome) {
            case Outcome.Answered() -> {
                over.succeeded();
                yield new Next.Finish();
            }
            case Outcome.NotConnected(String reason, Outcome.Cause cause) -> {
                notConnected(over, cause, nowNanos);
                yield again ? choose(nowNanos) : queueInVain(nowNanos);
            }
            case Outcome.NotTaken() -> {
                over.unreachable(nowNanos);
                yield again ? choose(nowNanos) : queueInVain(nowNanos);
            }
            case Outcome.Lost() -> {
                tried.addSilentNode(over.upstream());
                unreachable(over, nowNanos);
                yield redeliver(again, over.upstream(), false, nowNanos);
            }
            case Outcome.Broken b -> {
                over.failed();
                yield redeliver(again, over.upstream(), b.stale(), nowNanos);
            }
            case Outcome.TooSlow() -> {
                over.failed();
                yield new Next.Refuse(new Problem.TooSlow(function));
            }
            case Outcome.ClientGone() -> {
                over.ignored();
                yield new Next.Abandon();
            }
            case Outcome.Refused(Problem problem) -> {
                over.ignored();
                yield new Next.Refuse(problem);
            }
        };
    }

    private boolean mayRetry(Outcome outcome, long nowNanos) {
        if (!rules.retries().again(route.policy(), outcome, tried.size(), redeliveries)) {
            return false;
        }
        if (!route.retryBudget().tryRetry(nowNanos)) {
            rules.metrics().increment(Metric.RETRIES_REFUSED, function);
            return false;
        }
        rules.metrics().increment(Metric.RETRIES, function);
        return true;
    }

    private void notConnected(Upstream.Lease over, Outcome.Cause cause, long nowNanos) {
        if (cause == Outcome.Cause.OWN) {
            over.unused();
            return;
        }
        if (cause == Outcome.Cause.SILENCE) {
            tried.addSilentNode(over.upstream());
        }
        unreachable(over, nowNanos);
    }

    private void unreachable(Upstream.Lease over, long nowNanos) {
        over.unreachable(nowNanos);
        rules.metrics().increment(Metric.CONNECTION_FAILURES, function);
    }

    private Next redeliver(boolean again, Upstream by, boolean wasStale, long nowNanos) {
        if (!again) {
            return new Next.Refuse(new Problem.BrokenAnswer(function));
        }
        redeliveries++;
        broken = by;
        stale = wasStale;
        return choose(nowNanos);
    }

    private void startOver() {
        tried.clear();
        progress.startOver();
    }

    private Next choose(long nowNanos) {
        if (!refreshRoute()) {
            return new Next.Refuse(new Problem.UnknownFunction(function));
        }
        Choice choice = route.choose(tried, progress.isQueued());
        if (choice instanceof Choice.Granted(Upstream.Lease granted)) {
            return tryOn(granted);
        }
        Upstream suspect = broken;
        if (suspect != null && !suspect.ejected() && route.upstreams().contains(suspect)) {
            // It may still be working on the call.
            return new Next.Probe(suspect);
        }
        return queue(choice, nowNanos);
    }

    /** A call that was tried as often as it may be, and never delivered, waits before it starts over. */
    private Next queueInVain(long nowNanos) {
        if (!refreshRoute()) {
            return new Next.Refuse(new Problem.UnknownFunction(function));
        }
        return queue(route.unavailable(), nowNanos);
    }

    /**
     * Takes the current route; false if there is none any more. The signals of its queue are read before, so that a later change
     * wakes a call that then enters the queue.
     */
    private boolean refreshRoute() {
        while (true) {
            CallQueue queue = route.queue();
            signals = queue.signals();
            Optional<Route> found = rules.routes().apply(function);
            if (found.isEmpty()) {
                return false;
            }
            route = found.get();
            if (route.queue() == queue) {
                return true;
            }
        }
    }

    private Next tryOn(Upstream.Lease granted) {
        lease = granted;
        broken = null;
        tried.add(granted.upstream());
        triedEver.add(granted.upstream());
        progress.attempt(granted.upstream().endpoint());
        return new Next.Try(granted);
    }

    private Next queue(Choice why, long nowNanos) {
        broken = null;
        Duration atMost = rules.queueing().atMost(route.policy(), why);
        long leftNanos = atMost.toNanos() - (progress.isQueued() ? nowNanos - queuedSinceNanos : 0);
        if (leftNanos <= 0) {
            return new Next.Refuse(problem(why));
        }
        if (rules.draining().getAsBoolean()) {
            return new Next.Refuse(new Problem.Draining());
        }
        if (!progress.isQueued()) {
            progress.queued();
            queuedSinceNanos = nowNanos;
            rules.metrics().increment(Metric.CALLS_HELD, function);
        }
        return new Next.Queue(
                route.queue(), signals, leftNanos, rules.queueing().recheck(why));
    }

    /** Why a call that may not wait, or not any longer, was not served. */
    private Problem problem(Choice why) {
        if (redeliveries > 0) {
            return new Problem.BrokenAnswer(function);
        }
        return switch (why) {
            case Choice.Full() -> new Problem.Busy(function, false);
            case Choice.Unreachable unreachable -> new Problem.ConnectFailed(function, triedEver.size());
            case Choice.NoneRunning none -> new Problem.NoTask(function);
            case Choice.Granted granted -> throw new IllegalStateException("a task was granted");
        };
    }
}
