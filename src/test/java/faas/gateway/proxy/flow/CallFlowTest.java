package faas.gateway.proxy.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.call.CallProgress;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.ProbeResult;
import faas.gateway.proxy.flow.CallFlow.Next;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallFlowTest implements Upstream.Listener {
    private static final Outcome REFUSED = new Outcome.NotConnected("refused", Outcome.Cause.REFUSAL);
    private static final Outcome BROKEN = new Outcome.Broken("reset", true);

    private final RoutingTable table = new RoutingTable(1, this, () -> this.now, 1);
    private final CallProgress progress = new CallProgress();
    private long now = Duration.ofDays(1).toNanos();
    private boolean draining;

    @AfterEach
    void no_lease_is_left_open() {
        assertEquals(0, table.upstreams().stream().mapToInt(Upstream::inFlight).sum());
    }

    @Test
    void a_call_is_tried_and_finished() {
        deploy("t1");
        CallFlow flow = flow();

        Next.Try attempt = assertInstanceOf(Next.Try.class, flow.begin(now));

        assertEquals("t1", attempt.lease().upstream().endpoint().taskId());
        assertInstanceOf(Next.Finish.class, flow.ended(new Outcome.Answered(), now));
        assertEquals(1, progress.attempts());
    }

    @Test
    void a_call_that_was_not_delivered_goes_to_another_task() {
        deploy("t1", "t2");
        CallFlow flow = flow();
        Next.Try first = assertInstanceOf(Next.Try.class, flow.begin(now));

        Next.Try second = assertInstanceOf(Next.Try.class, flow.ended(REFUSED, now));

        assertNotEquals(first.lease().upstream(), second.lease().upstream());
        flow.ended(new Outcome.Answered(), now);
    }

    @Test
    void a_call_that_a_task_did_not_take_goes_to_another_one_and_that_task_is_ejected() {
        deploy("t1", "t2");
        CallFlow flow = flow();
        Next.Try first = assertInstanceOf(Next.Try.class, flow.begin(now));

        Next.Try second = assertInstanceOf(Next.Try.class, flow.ended(new Outcome.NotTaken(), now));

        assertNotEquals(first.lease().upstream(), second.lease().upstream());
        assertTrue(first.lease().upstream().ejected());
        flow.ended(new Outcome.Answered(), now);
    }

    @Test
    void a_call_that_the_only_task_did_not_take_is_queued_until_there_is_another() {
        deploy("t1");
        CallFlow flow = flow();
        flow.begin(now);
        assertInstanceOf(Next.Queue.class, flow.ended(new Outcome.NotTaken(), now));
        deploy("t2");

        Next.Try attempt = assertInstanceOf(Next.Try.class, flow.woken(now));

        assertEquals("t2", attempt.lease().upstream().endpoint().taskId());
        flow.ended(new Outcome.Answered(), now);
    }

    @Test
    void a_call_that_no_task_can_take_is_queued_and_tried_again_when_woken() {
        deploy();
        CallFlow flow = flow();
        Next.Queue queue = assertInstanceOf(Next.Queue.class, flow.begin(now));
        assertEquals(Duration.ofSeconds(10).toNanos(), queue.leftNanos());
        deploy("t1");
        now += Duration.ofSeconds(3).toNanos();

        assertInstanceOf(Next.Try.class, flow.woken(now));

        assertEquals(Duration.ofSeconds(3).toNanos(), progress.queuedNanos());
        flow.ended(new Outcome.Answered(), now);
    }

    @Test
    void its_time_in_the_queue_is_limited_over_all_visits() {
        deploy();
        CallFlow flow = flow();
        flow.begin(now);
        now += Duration.ofSeconds(4).toNanos();
        Next.Queue again = assertInstanceOf(Next.Queue.class, flow.woken(now));
        assertEquals(Duration.ofSeconds(6).toNanos(), again.leftNanos());
        now += Duration.ofSeconds(6).toNanos();

        assertEquals("no_task", refusal(flow.woken(now)));
    }

    @Test
    void a_change_between_the_choice_and_the_queue_wakes_the_call() {
        deploy();
        CallFlow flow = flow();
        Next.Queue queue = assertInstanceOf(Next.Queue.class, flow.begin(now));
        deploy("t1");

        assertNotEquals(queue.queue().signals(), queue.signals());
    }

    @Test
    void nobody_is_queued_while_the_gateway_drains() {
        deploy();
        draining = true;

        assertEquals("draining", refusal(flow().begin(now)));
    }

    @Test
    void a_full_queue_refuses_the_call() {
        deploy();
        CallFlow flow = flow();
        flow.begin(now);

        assertEquals("busy", refusal(flow.queueFull()));
    }

    @Test
    void a_function_that_is_removed_meanwhile_is_unknown() {
        deploy();
        CallFlow flow = flow();
        flow.begin(now);
        table.publish(new Snapshot(Map.of()));

        assertEquals("unknown_function", refusal(flow.woken(now)));
    }

    @Test
    void a_broken_call_with_no_other_task_is_sent_again_only_if_the_task_is_gone() {
        deploy("t1");
        CallFlow flow = flow();
        flow.begin(now);
        Next.Probe probe = assertInstanceOf(Next.Probe.class, flow.ended(BROKEN, now));
        assertEquals("t1", probe.upstream().endpoint().taskId());
        assertInstanceOf(Next.Queue.class, flow.probed(ProbeResult.REFUSED, now));

        CallFlow other = flow();
        now += Duration.ofMinutes(1).toNanos();
        assertInstanceOf(Next.Try.class, other.begin(now)).lease().reached();
        assertInstanceOf(Next.Probe.class, other.ended(BROKEN, now));
        assertEquals("broken_answer", refusal(other.probed(ProbeResult.REACHABLE, now)));
    }

    @Test
    void an_idle_connection_that_the_task_had_closed_is_no_reason_to_give_up() {
        deploy("t1");
        CallFlow flow = flow();
        flow.begin(now);
        assertInstanceOf(Next.Probe.class, flow.ended(new Outcome.Broken("closed", true, true), now));

        assertInstanceOf(Next.Try.class, flow.probed(ProbeResult.REACHABLE, now));

        flow.ended(new Outcome.Answered(), now);
        assertEquals(2, progress.attempts());
    }

    @Test
    void a_call_that_a_task_may_have_begun_is_not_sent_twice() {
        deploy("t1", "t2");
        CallFlow flow = flow();
        flow.begin(now);

        assertEquals("broken_answer", refusal(flow.ended(new Outcome.Broken("reset", false), now)));
    }

    @Test
    void a_client_that_is_gone_says_nothing_about_the_task() {
        deploy("t1");
        CallFlow flow = flow();
        Next.Try attempt = assertInstanceOf(Next.Try.class, flow.begin(now));

        assertInstanceOf(Next.Abandon.class, flow.ended(new Outcome.ClientGone(), now));

        assertEquals(0, attempt.lease().upstream().failed());
    }

    @Test
    void an_outcome_without_an_attempt_is_a_bug() {
        deploy();
        CallFlow flow = flow();
        flow.begin(now);

        assertThrows(IllegalStateException.class, () -> flow.ended(new Outcome.Answered(), now));
    }

    private CallFlow flow() {
        CallFlow.Rules rules = new CallFlow.Rules(
                table::find,
                new QueuePolicy(Duration.ofSeconds(10)),
                RetryPolicy.DEFAULT,
                new GatewayMetrics(),
                () -> draining);
        return new CallFlow("f", table.find("f").orElseThrow(), progress, rules);
    }

    private static String refusal(Next next) {
        return assertInstanceOf(Next.Refuse.class, next).problem().code();
    }

    /** One service that wants a task; these run. */
    private void deploy(String... tasks) {
        List<Endpoint> endpoints = Stream.of(tasks)
                .map(task -> new Endpoint(task, "f", "node-" + task, 1, "10.0.0.1", 8080))
                .toList();
        FunctionService service = new FunctionService("f", "f", 8080, 1, FunctionPolicy.DEFAULT, endpoints, List.of());
        table.publish(new Snapshot(Map.of("f", new DeployedFunction("f", List.of(service)))));
    }

    @Override
    public void retired(Upstream upstream) {}

    @Override
    public void ejected(Upstream upstream) {}
}
