package faas.gateway.swarm;

import faas.gateway.Await;
import faas.gateway.swarm.Clients.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hundreds of functions that come and go on a real Swarm while another one is called; not a test. */
class ScaleBenchmark {
    private static final int FUNCTIONS = Integer.getInteger("functions", 200);

    /** More would only wait for each other: the manager writes one change after the other. */
    private static final int AT_A_TIME = 4;

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** One subnet of 256 addresses, which is the default, would not do. */
    private static final String NETWORK = Stack.NETWORK + "-wide";

    private static final String CALLED = "/addition?a=1&b=2";

    @RegisterExtension
    static final Stack STACK = new Stack();

    private final Docker docker = STACK.docker();
    private Duration untilAllAnswer = Duration.ZERO;
    private Duration untilAllScaled = Duration.ZERO;
    private Duration untilAllUnknown = Duration.ZERO;

    @Test
    void coming_and_going_is_measured() throws Exception {
        docker.lines("network", "create", "--driver", "overlay", "--attachable", "--subnet", "10.201.0.0/20", NETWORK);
        try {
            docker.lines("service", "update", "--quiet", "--network-add", NETWORK, Stack.NAME + "_gateway");
            STACK.awaitStatus(CALLED, 200);
            Heard heard = Clients.during(STACK.uri(CALLED), "3", this::comeAndGo);
            PageBlock.of("make bench-scale").write(told(heard));
            heard.assertNoFailure();
        } finally {
            docker.lines("service", "update", "--quiet", "--network-rm", NETWORK, Stack.NAME + "_gateway");
            Await.until("the network to go", LIMIT, () -> docker.succeeds("network", "rm", NETWORK), gone -> gone);
        }
    }

    private void comeAndGo() {
        untilAllAnswer = timeOf(() -> {
            forEach(this::create);
            forEach(number -> STACK.awaitStatus(path(number), 200));
        });
        untilAllScaled = timeOf(() -> {
            forEach(number -> docker.lines("service", "scale", "--detach", service(number) + "=2"));
            Await.until("two tasks of each", LIMIT, this::running, running -> running == FUNCTIONS);
        });
        untilAllUnknown = timeOf(() -> {
            forEach(number -> docker.lines("service", "rm", service(number)));
            forEach(number -> STACK.awaitStatus(path(number), 404));
        });
    }

    private void create(int number) {
        STACK.createWaiterOn(NETWORK, "many-" + number, "--endpoint-mode", "dnsrr");
    }

    private static String service(int number) {
        return Stack.NAME + "_many-" + number;
    }

    private static String path(int number) {
        return "/many-" + number + "/";
    }

    /** The number of services that have all of their two tasks. */
    private long running() {
        return docker
                .lines("service", "ls", "--filter", "name=" + Stack.NAME + "_many-", "--format", "{{.Replicas}}")
                .stream()
                .filter("2/2"::equals)
                .count();
    }

    private interface Deed {
        void to(int number);
    }

    private static void forEach(Deed deed) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Callable<Void>> all = IntStream.range(0, FUNCTIONS)
                    .mapToObj(number -> (Callable<Void>) () -> {
                        deed.to(number);
                        return null;
                    })
                    .toList();
            for (Future<Void> one : threads.invokeAll(all, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                one.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Duration timeOf(Runnable deed) {
        long start = System.nanoTime();
        deed.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private List<String> told(Heard heard) {
        String gateway = STACK.containers("gateway").getFirst();
        String used = docker.lines("stats", "--no-stream", "--format", "{{.MemUsage}}", gateway)
                .getFirst();
        return List.of(
                "Machine: " + PageBlock.machine(docker),
                "",
                "| " + FUNCTIONS + " services | in |",
                "| --- | --- |",
                row("created, one task each, until all answer", untilAllAnswer),
                row("scaled to two tasks each, until all run", untilAllScaled),
                row("removed, until all are unknown", untilAllUnknown),
                "",
                String.format(
                        Locale.ROOT,
                        "Of %,d calls of another function meanwhile, %d failed. The gateway's container then used %s.",
                        heard.calls(),
                        heard.failures().size(),
                        used));
    }

    private static String row(String what, Duration time) {
        return String.format(Locale.ROOT, "| %s | %.1f s |", what, time.toMillis() / 1e3);
    }
}
