package faas.gateway.swarm;

import faas.gateway.swarm.Clients.Heard;
import faas.gateway.swarm.Clients.Way;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients notice of updates of a single gateway, and of a function of one task that stops first; not a test. */
class UpdateBenchmark {
    private static final int UPDATES = Integer.getInteger("rounds", 20);
    private static final int CALLS = Integer.getInteger("calls", 200_000);
    private static final String PATH = "/addition?a=1&b=2";
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final Duration TRY_LIMIT = Duration.ofMillis(250);

    @RegisterExtension
    static final Stack STACK = new Stack();

    private final Docker docker = STACK.docker();

    @Test
    void updates_are_measured() throws Exception {
        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < UPDATES; i++) {
            gaps.add(gapOfAnUpdate());
        }
        Updates stopFirst = callThroughUpdates();
        gaps.sort(null);
        PageBlock.of("make bench-updates")
                .write(List.of(
                        "Machine: " + PageBlock.machine(docker),
                        "",
                        "| " + UPDATES + " updates of a single gateway | median | least | most |",
                        "| --- | --- | --- | --- |",
                        String.format(
                                Locale.ROOT,
                                "| no new connection is accepted for | %,d ms | %,d ms | %,d ms |",
                                gaps.get(gaps.size() / 2),
                                gaps.getFirst(),
                                gaps.getLast()),
                        "",
                        String.format(
                                Locale.ROOT,
                                "Of %,d calls through %d stop-first updates of a function with one task, %d failed.",
                                stopFirst.heard().calls(),
                                stopFirst.number(),
                                stopFirst.heard().failures().size())));
        stopFirst.heard().assertNoFailure();
    }

    private record Updates(int number, Heard heard) {}

    private long gapOfAnUpdate() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> gap = CompletableFuture.supplyAsync(() -> longestGapMillis(over));
        docker.lines("service", "update", "--force", "--quiet", Stack.NAME + "_gateway");
        STACK.awaitStatus(PATH, 200);
        over.set(true);
        return gap.get(TRY_LIMIT.toMillis() * 2, TimeUnit.MILLISECONDS);
    }

    /** The longest time between two calls on new connections that were answered one after the other. */
    private static long longestGapMillis(AtomicBoolean over) {
        long longest = 0;
        long last = System.nanoTime();
        while (!over.get()) {
            if (answers()) {
                long now = System.nanoTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    private static boolean answers() {
        try (KeptConnection connection = new KeptConnection(STACK.uri(PATH), TRY_LIMIT)) {
            return connection.call().status() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    private Updates callThroughUpdates() {
        STACK.createService("stopped-first", "--label", "faas.name=stopped-first", "--update-order", "stop-first");
        STACK.awaitStatus("/stopped-first?a=1&b=2", 200);
        URI uri = STACK.uri("/stopped-first?a=1&b=2");
        Clients clients = new Clients(new Way(() -> new KeptConnection(uri), true, Duration.ZERO), "3");
        int updates = 0;
        while (clients.heard().calls() < CALLS) {
            docker.lines("service", "update", "--force", "--quiet", Stack.NAME + "_stopped-first");
            updates++;
        }
        clients.stop();
        STACK.removeService("stopped-first");
        return new Updates(updates, clients.heard());
    }
}
