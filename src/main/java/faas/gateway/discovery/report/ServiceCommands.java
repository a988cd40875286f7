package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.Eligibility;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.discovery.eligibility.LabelReader;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.function.FunctionName;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import faas.gateway.function.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The docker commands that mend what a service's reasons and remarks say, or show more of it. */
final class ServiceCommands {
    private static final String UPDATE = "docker service update ";

    private final EvaluatedService evaluated;
    private final String name;
    private final List<String> commands = new ArrayList<>();

    private ServiceCommands(EvaluatedService evaluated) {
        this.evaluated = evaluated;
        this.name = Quoted.name(evaluated.service().name());
    }

    static List<String> of(EvaluatedService evaluated) {
        ServiceCommands all = new ServiceCommands(evaluated);
        switch (evaluated.eligibility()) {
            case Eligibility.NoFunction none -> {}
            case Eligibility.NotRouted notRouted -> all.addForRouting();
            case Eligibility.Routed routed -> all.addForTasks(routed.service());
        }
        FunctionLabels.accessFixes(evaluated.service()).forEach(fix -> all.commands.add(UPDATE + fix + " " + all.name));
        all.addForRollout();
        all.addForLostNodes();
        return all.commands;
    }

    private void addForRouting() {
        switch (evaluated.labels()) {
            case FunctionLabels.None none -> {}
            case FunctionLabels.Invalid invalid -> addForLabels();
            case FunctionLabels.Valid valid -> {
                if (evaluated.service().mode() == SwarmService.Mode.JOB) {
                    commands.add(UPDATE + "--label-rm " + FunctionLabels.NAME + " " + name);
                } else {
                    addForNetwork();
                }
            }
        }
    }

    private void addForLabels() {
        LabelReader labels = new LabelReader(evaluated.service());
        if (labels.functionName().filter(FunctionName::isValid).isEmpty()) {
            commands.add(UPDATE + "--label-add " + FunctionLabels.NAME + "=FUNCTION " + name);
        }
        if (labels.text(FunctionLabels.PORT)
                .filter(port -> !LabelReader.isPort(port))
                .isPresent()) {
            commands.add(
                    UPDATE + "--label-add " + FunctionLabels.PORT + "=" + FunctionLabels.DEFAULT_PORT + " " + name);
        }
    }

    private void addForNetwork() {
        Map<String, String> own = evaluated.context().ownNetworks();
        List<String> shared = own.entrySet().stream()
                .filter(network -> evaluated.service().networks().contains(network.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        if (!shared.isEmpty()) {
            commands.add(UPDATE + "--label-add " + FunctionLabels.NETWORK + "=" + Quoted.name(shared.getFirst()) + " "
                    + name);
        } else if (!own.isEmpty()) {
            String first = own.values().stream().sorted().toList().getFirst();
            commands.add(UPDATE + "--network-add " + Quoted.name(first) + " " + name);
        }
    }

    private void addForTasks(FunctionService routed) {
        if (routed.policy().weight().orElse(1) == 0) {
            commands.add(UPDATE + "--label-rm " + FunctionLabels.WEIGHT + " " + name);
        }
        if (routed.replicas() == 0) {
            commands.add("docker service scale " + name + "=1");
            return;
        }
        if (routed.endpoints().size() >= routed.replicas()) {
            return;
        }
        long running = evaluated.tasks().stream()
                .filter(task -> task.isAble() && !evaluated.context().isDown(task.nodeId()))
                .count();
        commands.add(
                running > routed.endpoints().size()
                        ? UPDATE + "--force " + name
                        : "docker service ps --no-trunc " + name);
    }

    private void addForRollout() {
        Rollout rollout = evaluated.service().rollout();
        if (rollout.isPaused() || rollout.state().equals(Rollout.ROLLED_BACK)) {
            String show = "docker service ps --no-trunc " + name;
            if (!commands.contains(show)) {
                commands.add(show);
            }
        }
        if (rollout.state().equals(Rollout.PAUSED)) {
            commands.add("docker service rollback " + name);
        }
    }

    private void addForLostNodes() {
        evaluated.lostNodes().forEach(node -> commands.add("docker node rm --force " + Quoted.name(node)));
    }
}
