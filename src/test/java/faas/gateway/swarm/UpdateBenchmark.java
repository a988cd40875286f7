package faas.gateway.swarm;

import faas.gateway.Await;
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

/**
 * What clients notice of updates of a single gateway, and of a function of one task that stops first; not a test. A program that
 * starts and ends at once shows how much of a gap is Swarm's and the Engine's.
 */
class UpdateBenchmark {
    private static final int UPDATES = Integer.getInteger("rounds", 20);
    private static final int CALLS = Integer.getInteger("calls", 200_000);
    private static final String PATH = "/addition?a=1&b=2";
    private static final String CONTROL = Stack.NAME + "_control";
    private static final int CONTROL_PORT = 18_081;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final Duration TRY_LIMIT = Duration.ofMillis(250);

    @RegisterExtension
    static final Stack STACK = new Stack();

    private final Docker docker = STACK.docker();

    @Test
    void updates_are_measured() throws Exception {
        List<Long> gaps = new ArrayList<>();
        List<Long> floors = new ArrayList<>();
        URI control = createControl();
        try {
            for (int i = 0; i < UPDATES; i++) {
                gaps.add(gapOfAnUpdate(Stack.NAME + "_gateway", STACK.uri(PATH)));
                floors.add(gapOfAnUpdate(CONTROL, control));
            }
        } finally {
            docker.lines("service", "rm", CONTROL);
        }
        Updates stopFirst = callThroughUpdates();
        PageBlock.of("make bench-updates")
                .write(List.of(
                        "Machine: " + PageBlock.machine(docker),
                        "",
                        "| no new connection is accepted, in " + UPDATES + " updates each | median | least | most |",
                        "| --- | --- | --- | --- |",
                        row("a single gateway", gaps),
                        row("a program that starts and ends at once", floors),
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

    private static String row(String what, List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %,d ms | %,d ms | %,d ms |",
                what,
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast());
    }

    private URI createControl() {
        docker.lines(
                "service",
                "create",
                "--quiet",
                "--name",
                CONTROL,
                "--network",
                Stack.NETWORK,
                "--publish",
                "mode=host,target=80,published=" + CONTROL_PORT,
                "--stop-signal",
                "KILL",
                "--no-resolve-image",
                "busybox:stable",
                "sh",
                "-c",
                "echo 3 >/index.html && exec httpd -f -h /");
        URI control = URI.create("http://127.0.0.1:" + CONTROL_PORT + "/");
        awaitAnswer(control);
        return control;
    }

    private static void awaitAnswer(URI uri) {
        Await.until("an answer of " + uri, Stack.PATIENCE, () -> answers(uri), answer -> answer);
    }

    private long gapOfAnUpdate(String service, URI uri) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> gap = CompletableFuture.supplyAsync(() -> longestGapMillis(uri, over));
        docker.lines("service", "update", "--force", "--quiet", service);
        awaitAnswer(uri);
        over.set(true);
        return gap.get(TRY_LIMIT.toMillis() * 2, TimeUnit.MILLISECONDS);
    }

    /** The longest time between two calls on new connections that were answered one after the other. */
    private static long longestGapMillis(URI uri, AtomicBoolean over) {
        long longest = 0;
        long last = System.nanoTime();
        while (!over.get()) {
            if (answers(uri)) {
                long now = System.nanoTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    private static boolean answers(URI uri) {
        try (KeptConnection connection = new KeptConnection(uri, TRY_LIMIT)) {
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
