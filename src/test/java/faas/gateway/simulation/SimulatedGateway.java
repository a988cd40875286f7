package faas.gateway.simulation;

import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.flow.CallFlow;
import faas.gateway.proxy.flow.CallFlow.Next;
import faas.gateway.routing.Upstream;

/** Executes the gateway's own {@link CallFlow} in virtual time; it decides nothing itself. */
final class SimulatedGateway {
    private final VirtualTime time;
    private final CallFlow.Rules rules;
    private final SimulatedConnections connections;
    private final Tally tally;

    SimulatedGateway(VirtualTime time, CallFlow.Rules rules, SimulatedConnections connections, Tally tally) {
        this.time = time;
        this.rules = rules;
        this.connections = connections;
        this.tally = tally;
    }

    void serve(SimulatedCall call) {
        new Execution(call).begin();
    }

    /** One call under way. */
    private final class Execution {
        private final SimulatedCall call;
        private final CallFlow flow;
        private final SimulatedQueuedCall queued;

        Execution(SimulatedCall call) {
            this.call = call;
            this.flow = new CallFlow(
                    Simulation.FUNCTION,
                    rules.routes().apply(Simulation.FUNCTION).orElseThrow(),
                    call.progress(),
                    rules);
            this.queued = new SimulatedQueuedCall(time, () -> execute(flow.woken(time.nowNanos())));
        }

        void begin() {
            execute(flow.begin(time.nowNanos()));
        }

        private void execute(Next next) {
            switch (next) {
                case Next.Try(Upstream.Lease lease) ->
                    new SimulatedAttempt(call, lease, connections, time, this::ended).start();
                case Next.Queue queue -> {
                    if (!queued.enter(queue)) {
                        execute(flow.queueFull());
                    }
                }
                case Next.Probe(Upstream upstream) ->
                    connections.probe(upstream, result -> execute(flow.probed(result, time.nowNanos())));
                case Next.Refuse(Problem problem) -> tally.refused(call, problem.code(), time.nowNanos());
                case Next.Finish() -> throw new IllegalStateException("told with the outcome");
                case Next.Abandon() -> throw new IllegalStateException("no simulated client disconnects");
            }
        }

        private void ended(Outcome outcome, int status) {
            Next next = flow.ended(outcome, time.nowNanos());
            if (next instanceof Next.Finish) {
                tally.answered(call, status, time.nowNanos());
            } else {
                execute(next);
            }
        }
    }
}
