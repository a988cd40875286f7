package faas.gateway.simulation;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What the balancers made of every disaster, as a page. */
final class BalancingReport {
    private static final String BEGINNING = """
            # Balancing

            What the balancers make of what may befall a function. `BalancingSimulationTest` lets it happen in virtual time to the
            gateway's own table, balancers and policies, with default settings, and writes this page; a change of behaviour is a
            change here.

            Calls come at independent times (Poisson); four of five are idempotent, the rest are POSTs. Where nothing else is said, a
            task has eight workers and a row before them, and a call keeps a worker busy for 20 ms on average (2 ms, and an exponentially
            distributed rest). `random`, a task by chance alone, is the yardstick. Latencies are in milliseconds, to the end of the
            answer, over all calls, failed ones too; *tried again* counts attempts beyond a call's first; calls by task are those sent
            to each, in the order in which the tasks started.

            In short: where tasks and calls are alike, it matters little which balancer shares them. Where they are not,
            `least-in-flight` is better by far, but for one thing: a task that fails fast has few calls in flight, and so draws up to
            twice its share.
            """;

    private static final List<String> HEAD =
            List.of("balancer", "p50", "p99", "max", "failed", "held", "tried again", "calls by task");

    private BalancingReport() {}

    static String of(Map<Disaster, Map<Simulation.Contestant, Tally.Figures>> figures) {
        StringBuilder page = new StringBuilder(BEGINNING);
        figures.forEach((disaster, byContestant) -> {
            int calls = byContestant.values().iterator().next().calls();
            page.append("\n## ").append(words(disaster, "_")).append("\n\n");
            page.append(disaster.story()).append(' ').append(String.format(Locale.ROOT, "%,d calls.\n\n", calls));
            page.append(table(byContestant));
        });
        return page.toString();
    }

    private static String table(Map<Simulation.Contestant, Tally.Figures> byContestant) {
        List<List<String>> rows =
                new ArrayList<>(List.of(HEAD, HEAD.stream().map(c -> "---").toList()));
        byContestant.forEach((contestant, figures) -> rows.add(row(contestant, figures)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).collect(joining());
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                .collect(joining(" | ", "| ", " |\n"));
    }

    private static List<String> row(Simulation.Contestant contestant, Tally.Figures figures) {
        return Arrays.asList(
                words(contestant, "-"),
                millis(figures.percentileNanos(50)),
                millis(figures.percentileNanos(99)),
                millis(figures.maxNanos()),
                failed(figures),
                String.valueOf(figures.held()),
                String.valueOf(figures.triedAgain()),
                figures.callsByTask().stream().map(String::valueOf).collect(joining(" ")));
    }

    private static String failed(Tally.Figures figures) {
        if (figures.failed() == 0) {
            return "0";
        }
        return figures.failures().entrySet().stream()
                .map(failure -> failure.getValue() + " " + failure.getKey())
                .collect(joining(", "));
    }

    /** To a tenth, in whole numbers, so that it is rounded alike everywhere. */
    private static String millis(long nanos) {
        long tenths = (nanos + 50_000) / 100_000;
        return tenths / 10 + "." + tenths % 10;
    }

    private static String words(Enum<?> name, String between) {
        return name.name().toLowerCase(Locale.ROOT).replace("_", between);
    }
}
