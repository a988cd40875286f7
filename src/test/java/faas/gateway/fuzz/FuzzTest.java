package faas.gateway.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.function.Balancer;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Requests and responses drawn by chance, legal and malformed, held against what the documents say must come out.
 *
 * <p>{@code -Dfuzz.seed=N} draws the same cases again, {@code -Dfuzz.seconds=N} says for how long,
 * {@code -Dfuzz.cases=N} how many at most. Case number {@code i} is drawn from the seed plus {@code i}, so that the seed
 * of a failure and one case repeat it.
 */
class FuzzTest {
    /** The same cases in each run of the build, so that a failure is the change's; other seeds are for who looks for more. */
    private static final long DEFAULT_SEED = 20_261_126;

    /** No second request for one call: the oracle counts them. */
    private static final FunctionPolicy ONCE = new FunctionPolicy(
            Optional.empty(),
            OptionalInt.of(0),
            OptionalInt.empty(),
            Optional.empty(),
            Balancer.ROUND_ROBIN,
            OptionalInt.empty(),
            "");

    /** What one run reports; further defects are found once these are mended. */
    private static final int MAX_KINDS = 100;

    /** One IO thread, and so one pool of connections to the task: a seed then says more of what happens. */
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_TIMEOUT", "1s", "FAAS_IO_THREADS", "1");

    @Test
    void every_message_comes_out_as_documented() throws Exception {
        long seed = Long.getLong("fuzz.seed", DEFAULT_SEED);
        long cases = Long.getLong("fuzz.cases", Long.MAX_VALUE);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 50)).toNanos();
        Set<String> kinds = new TreeSet<>();
        List<String> failures = new ArrayList<>();
        long drawn = 0;
        System.out.println("fuzz.seed=" + seed);
        try (RecordingTask task = new RecordingTask();
                LogWatch log = LogWatch.begin()) {
            deploy(task.port());
            Runner runner = new Runner(gateway.port(), task, log);
            for (; drawn < cases && System.nanoTime() < end && kinds.size() < MAX_KINDS; drawn++) {
                Case next = new Generator(new SplittableRandom(seed + drawn)).next();
                for (Violation violation : runner.run(next)) {
                    if (kinds.add(violation.kind())) {
                        failures.add(new Failure(seed + drawn, violation, runner).shrunk(next));
                    }
                }
                if (drawn % 100 == 0) {
                    Await.until("every lease to end", Duration.ofSeconds(10), gateway::openLeases, open -> open == 0);
                }
            }
            System.out.println(
                    "fuzz.seed=" + seed + " cases=" + drawn + " calls=" + runner.calls() + " defects=" + kinds.size());
        }
        assertEquals(
                List.of(), failures, () -> kinds.size() + " kinds of defects:\n" + String.join("\n", kinds) + "\n");
    }

    private void deploy(int port) throws IOException {
        Endpoint endpoint = new Endpoint("f-1", "f", "node1", 1, "127.0.0.1", port);
        FunctionService service = new FunctionService("f", "faas_f", 8080, 1, ONCE, List.of(endpoint), List.of());
        gateway.deploy(new DeployedFunction("f", List.of(service)));
    }
}
