package faas.gateway.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What the benchmark of discovery has measured, and the page it is written to. Kinds keep the order they first came in. */
final class BenchmarkPage {
    private final Map<String, List<Duration>> effects = new LinkedHashMap<>();
    private final Map<String, List<Duration>> margins = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int calls;

    /** A change was in force. */
    void effect(String kind, Instant cause, Instant effect) {
        effect(kind, Duration.between(cause, effect));
    }

    void effect(String kind, Duration time) {
        effects.computeIfAbsent(kind, k -> new ArrayList<>()).add(time);
    }

    /** A task left the rotation, and got its SIGTERM later. */
    void margin(String kind, Instant left, Instant sigterm) {
        margins.computeIfAbsent(kind, k -> new ArrayList<>()).add(Duration.between(left, sigterm));
    }

    void heard(String kind, Clients.Heard heard) {
        calls += heard.calls();
        heard.failures().forEach(failure -> failures.add(kind + ", " + failure));
    }

    /** Replaces what stands between the marks of the page. */
    void write(Docker docker) {
        PageBlock.of("make bench-discovery").write(lines(docker));
    }

    private List<String> lines(Docker docker) {
        List<String> lines = new ArrayList<>();
        lines.add("Machine, for all three nodes: " + PageBlock.machine(docker));
        lines.add("");
        lines.add("| change → effect | median | worst | n |");
        lines.add("| --- | --- | --- | --- |");
        lines.addAll(rows(effects, List::getLast));
        lines.add("");
        lines.add("| a task leaves the rotation before its SIGTERM by | median | least | n |");
        lines.add("| --- | --- | --- | --- |");
        lines.addAll(rows(margins, List::getFirst));
        lines.add("");
        lines.add("Of the " + calls + " calls made under load, " + failures.size() + " failed"
                + (failures.isEmpty() ? "." : ":"));
        failures.forEach(failure -> lines.add("* " + failure));
        return lines;
    }

    private static List<String> rows(
            Map<String, List<Duration>> byKind, Function<List<Duration>, Duration> worstOfSorted) {
        List<String> rows = new ArrayList<>();
        byKind.forEach((kind, times) -> {
            List<Duration> sorted =
                    times.stream().sorted(Comparator.naturalOrder()).toList();
            Duration median = sorted.get((sorted.size() - 1) / 2)
                    .plus(sorted.get(sorted.size() / 2))
                    .dividedBy(2);
            rows.add("| " + kind + " | " + millis(median) + " | " + millis(worstOfSorted.apply(sorted)) + " | "
                    + sorted.size() + " |");
        });
        return rows;
    }

    private static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, Math.abs(millis) < 100 ? "%.1f ms" : "%,.0f ms", millis);
    }
}
