package faas.gateway.admin.ui;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import faas.gateway.function.Rollout;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the rows of the page from what routing, discovery and metrics know. Thread-safe. */
final class Rows {
    /**
     * How long an update may go without a change of a task, in addition to the pause between two tasks. The clocks of managers may differ
     * by some seconds.
     */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private static final Set<String> EXPECTED = Set.of("running", "ready");

    private final RoutingTable table;
    private final Supplier<Diagnosis> diagnosis;
    private final Sampler sampler;
    private final InstantSource clock;

    Rows(RoutingTable table, Supplier<Diagnosis> diagnosis, Sampler sampler, InstantSource clock) {
        this.table = table;
        this.diagnosis = diagnosis;
        this.sampler = sampler;
        this.clock = clock;
    }

    /** All rows, in no particular order. */
    List<FunctionRow> all() {
        List<Diagnosis.Service> services = diagnosis.get().services();
        Map<String, List<Diagnosis.Service>> routed = services.stream()
                .filter(Diagnosis.Service::routed)
                .collect(Collectors.groupingBy(Diagnosis.Service::function));
        List<FunctionRow> rows = new ArrayList<>();
        for (DeployedFunction function : table.functions()) {
            rows.add(row(function, routed.getOrDefault(function.name(), List.of())));
        }
        services.stream().filter(service -> !service.routed()).forEach(service -> rows.add(notRouted(service)));
        return rows;
    }

    private static FunctionRow notRouted(Diagnosis.Service service) {
        return new FunctionRow(
                "service " + service.id(),
                service.function().isEmpty() ? service.name() : service.function(),
                RowState.NOT_ROUTED,
                null,
                false,
                0,
                0,
                null,
                null,
                null,
                List.of(note(service, service.reasons())));
    }

    private static FunctionRow.Note note(Diagnosis.Service service, List<String> sentences) {
        return new FunctionRow.Note(service.name(), sentences, service.commands());
    }

    private FunctionRow.Note note(Diagnosis.Service service) {
        if (!isStuck(service)) {
            return note(service, service.remarks());
        }
        List<String> sentences = new ArrayList<>(service.remarks());
        sentences.add("its update is in progress, but has not changed a task since "
                + service.lastChange()
                        .map(last -> last.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("it began"));
        List<String> commands = new ArrayList<>(service.commands());
        Stream.of("docker service ps --no-trunc ", "docker service rollback ")
                .map(command -> command + Quoted.name(service.name()))
                .filter(command -> !commands.contains(command))
                .forEach(commands::add);
        return new FunctionRow.Note(service.name(), sentences, commands);
    }

    private boolean isStuck(Diagnosis.Service service) {
        Duration limit = STUCK.plusSeconds(service.rollout().pauseSeconds());
        return service.rollout().isInProgress()
                && service.lastChange()
                        .filter(last -> Duration.between(last, clock.instant()).compareTo(limit) > 0)
                        .isPresent();
    }

    private FunctionRow row(DeployedFunction function, List<Diagnosis.Service> services) {
        String name = function.name();
        FunctionRow.TaskCounts tasks = tasks(function, services);
        int held = table.held(name);
        Optional<Recent> minute = sampler.minute(name);
        RowState state =
                rolloutState(services).orElseGet(() -> state(tasks, held, updateState(services), minute.isPresent()));
        return new FunctionRow(
                "function " + name,
                name,
                state,
                tasks,
                function.services().getFirst().policy().hold().isPresent(),
                table.knownUpstreams(function).mapToInt(Upstream::inFlight).sum(),
                held,
                table.oldestHeld(name).map(Duration::toSeconds).orElse(null),
                sampler.rate(name).orElse(null),
                minute.orElse(null),
                services.stream()
                        .map(this::note)
                        .filter(note ->
                                !note.sentences().isEmpty() || !note.commands().isEmpty())
                        .toList());
    }

    private FunctionRow.TaskCounts tasks(DeployedFunction function, List<Diagnosis.Service> services) {
        List<Endpoint> able = endpoints(function, FunctionService::endpoints);
        return new FunctionRow.TaskCounts(
                function.services().stream()
                        .filter(Rows::getsCalls)
                        .mapToInt(FunctionService::replicas)
                        .sum(),
                able.size(),
                endpoints(function, FunctionService::draining).size(),
                services.stream().mapToInt(Rows::starting).sum(),
                (int) able.stream()
                        .flatMap(endpoint -> table.knownUpstream(endpoint).stream())
                        .filter(Upstream::ejected)
                        .count());
    }

    private static List<Endpoint> endpoints(
            DeployedFunction function, Function<FunctionService, List<Endpoint>> chosen) {
        return function.services().stream()
                .filter(Rows::getsCalls)
                .flatMap(service -> chosen.apply(service).stream())
                .toList();
    }

    private static boolean getsCalls(FunctionService service) {
        return service.policy().weight().orElse(FunctionPolicy.DEFAULT_WEIGHT) > 0;
    }

    /** A task whose predecessor ended with an error may end so again: what looks like a start is none. */
    private static int starting(Diagnosis.Service service) {
        Set<String> failing = service.tasks().stream()
                .filter(task -> !task.error().isEmpty())
                .map(Rows::place)
                .collect(Collectors.toSet());
        return (int) service.tasks().stream()
                .filter(task -> EXPECTED.contains(task.desiredState())
                        && !task.state().equals("running")
                        && !failing.contains(place(task)))
                .count();
    }

    /** What a task and its predecessors share: the slot, or in a global service the node. */
    private static String place(Diagnosis.Task task) {
        return task.slot() == 0 ? task.node() : Integer.toString(task.slot());
    }

    /** The state of an update in progress; empty if there is none. */
    private Optional<RowState> updateState(List<Diagnosis.Service> services) {
        if (services.stream().anyMatch(this::isStuck)) {
            return Optional.of(RowState.ROLLOUT_STUCK);
        }
        return services.stream()
                .map(Diagnosis.Service::rollout)
                .filter(Rollout::isInProgress)
                .map(rollout ->
                        rollout.state().equals(Rollout.ROLLING_BACK) ? RowState.ROLLING_BACK : RowState.ROLLING_OUT)
                .findFirst();
    }

    private static Optional<RowState> rolloutState(List<Diagnosis.Service> services) {
        if (services.stream().anyMatch(service -> service.rollout().isPaused())) {
            return Optional.of(RowState.ROLLOUT_PAUSED);
        }
        Set<String> states =
                services.stream().map(service -> service.rollout().state()).collect(Collectors.toSet());
        return states.contains(Rollout.ROLLED_BACK) ? Optional.of(RowState.ROLLED_BACK) : Optional.empty();
    }

    private static RowState state(FunctionRow.TaskCounts tasks, int held, Optional<RowState> update, boolean called) {
        if (held > 0) {
            return RowState.HOLDING;
        }
        if (tasks.wanted() == 0) {
            return tasks.draining() > 0 ? RowState.SCALING_IN : RowState.ASLEEP;
        }
        boolean starting = tasks.starting() > 0;
        if (tasks.able() == tasks.ejected() && !starting) {
            return RowState.NOBODY_SERVES;
        }
        if (tasks.ejected() > 0) {
            return RowState.EJECTED;
        }
        if (update.isPresent()) {
            return update.get();
        }
        if (tasks.able() < tasks.wanted()) {
            return starting ? RowState.STARTING : RowState.SHORT;
        }
        if (tasks.draining() > 0) {
            return RowState.SCALING_IN;
        }
        return called ? RowState.SERVING : RowState.IDLE;
    }
}
