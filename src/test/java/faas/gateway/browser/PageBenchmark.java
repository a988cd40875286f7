package faas.gateway.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.GatewayFixture;
import faas.gateway.swarm.PageBlock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How the page of a large Swarm behaves in a browser that shows it for minutes; not a test. */
class PageBenchmark {
    private static final int FUNCTIONS = 500;
    private static final int TASKS = 20;
    private static final int MINUTES = Integer.getInteger("minutes", 10);

    /** Notes when all rows are there, and from then on the time between two frames, in milliseconds. */
    private static final String WATCH = """
            window.frames_ = [];
            const watch = now => {
              if (window.painted_ === undefined) {
                if (document.querySelectorAll('tbody tr').length >= %d) { window.painted_ = now; }
              } else {
                window.frames_.push(now - window.last_);
              }
              window.last_ = now;
              requestAnimationFrame(watch);
            };
            requestAnimationFrame(watch);
            """.formatted(FUNCTIONS);

    @TempDir
    static Path folder;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_UI_LISTEN", "127.0.0.1:0").withLogin(folder);

    private final SampleSwarm swarm = new SampleSwarm(gateway);
    private final Random random = new Random(1);

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // A missing rate would be seen.
    void a_page_is_watched() throws InterruptedException {
        IntStream.range(0, FUNCTIONS).forEach(i -> swarm.running("function-" + i, TASKS));
        try (Chromium chromium = Chromium.start();
                Tab tab = chromium.tab();
                ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor()) {
            clients.scheduleAtFixedRate(this::call, 100, 100, TimeUnit.MILLISECONDS);
            tab.login("admin", "secret");
            tab.size(1280, 900);
            tab.onNewDocument(WATCH);
            tab.open("http://127.0.0.1:" + gateway.uiPort() + "/ui/");
            tab.await("window.painted_ !== undefined");
            List<Double> heap = new ArrayList<>();
            for (int minute = 0; minute <= MINUTES; minute++) {
                heap.add(tab.heapMebibytes());
                Thread.sleep(minute < MINUTES ? Duration.ofMinutes(1) : Duration.ZERO);
            }
            double[] frames = Arrays.stream(tab.eval("JSON.stringify(window.frames_)")
                            .replaceAll("[\\[\\]]", "")
                            .split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .toArray();
            PageBlock.of("make bench-browser")
                    .write(told(Double.parseDouble(tab.eval("window.painted_")), frames, heap));
            assertEquals(List.of(), tab.complaints());
            clients.shutdownNow();
        }
    }

    /** Half of the functions have calls in each second. */
    private void call() {
        for (int i = 0; i < FUNCTIONS / 20; i++) {
            swarm.calls("function-" + random.nextInt(FUNCTIONS), 1, 1 + random.nextInt(50), 0);
        }
    }

    private static List<String> told(double paintedMillis, double[] frames, List<Double> heap) {
        return List.of(
                "| " + FUNCTIONS + " functions of " + TASKS + " tasks, for " + MINUTES + " minutes | |",
                "| --- | --- |",
                row("from the navigation until all rows are painted", "%.0f ms", paintedMillis),
                row("time between two frames, 99 % of " + frames.length, "%.1f ms", frames[frames.length * 99 / 100]),
                row("the longest", "%.1f ms", frames[frames.length - 1]),
                row("the page's heap after a collection, at first", "%.1f MiB", heap.getFirst()),
                row("after a minute", "%.1f MiB", heap.get(1)),
                row("at the end", "%.1f MiB", heap.getLast()),
                row("the most", "%.1f MiB", Collections.max(heap)));
    }

    private static String row(String what, String format, double value) {
        return "| " + what + " | " + String.format(Locale.ROOT, format, value) + " |";
    }
}
