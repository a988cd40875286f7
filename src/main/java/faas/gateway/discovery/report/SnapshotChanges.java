package faas.gateway.discovery.report;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The changes from one snapshot to the next, in words. */
public final class SnapshotChanges {
    private SnapshotChanges() {}

    /** One line for each function that changed, ordered by name; empty if none did. */
    public static List<String> between(Snapshot before, Snapshot after) {
        Set<String> names = new TreeSet<>(before.functions().keySet());
        names.addAll(after.functions().keySet());
        return names.stream()
                .filter(name -> !Objects.equals(
                        before.functions().get(name), after.functions().get(name)))
                .map(name -> "function " + name + ": " + change(before, after, name))
                .toList();
    }

    private static String change(Snapshot before, Snapshot after, String name) {
        DeployedFunction previous = before.functions().get(name);
        DeployedFunction current = after.functions().get(name);
        if (current == null) {
            return "removed";
        }
        if (previous == null) {
            return "added, " + ableTasks(current) + ", " + services(current);
        }
        String line = previous.endpoints().equals(current.endpoints())
                ? ableTasks(current)
                : previous.endpoints().size() + " -> " + ableTasks(current) + " (" + turnover(previous, current) + ")";
        if (!current.draining().isEmpty() || !previous.draining().isEmpty()) {
            line += ", " + current.draining().size() + " draining";
        }
        if (!services(previous).equals(services(current))) {
            return line + ", now " + services(current);
        }
        return policies(previous).equals(policies(current)) ? line : line + ", labels changed";
    }

    private static String ableTasks(DeployedFunction function) {
        int wanted =
                function.services().stream().mapToInt(FunctionService::replicas).sum();
        return function.endpoints().size() + " of " + wanted + " tasks able to serve";
    }

    private static List<FunctionPolicy> policies(DeployedFunction function) {
        return function.services().stream().map(FunctionService::policy).toList();
    }

    private static String services(DeployedFunction function) {
        return function.services().stream()
                .map(service -> "service " + service.name() + " port " + service.port())
                .collect(Collectors.joining(", "));
    }

    private static String turnover(DeployedFunction previous, DeployedFunction current) {
        return "+" + addedTo(current, previous) + " -" + addedTo(previous, current);
    }

    private static long addedTo(DeployedFunction one, DeployedFunction other) {
        Set<Endpoint> known = new HashSet<>(other.endpoints());
        return one.endpoints().stream().filter(e -> !known.contains(e)).count();
    }
}
