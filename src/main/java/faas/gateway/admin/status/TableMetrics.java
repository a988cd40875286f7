package faas.gateway.admin.status;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.metrics.Series;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metrics that are read from the routing table. Reading them creates no upstream. */
public final class TableMetrics {
    private final RoutingTable table;

    private TableMetrics(RoutingTable table) {
        this.table = table;
    }

    /** Makes the routing table the source of its metrics. */
    public static void register(RoutingTable table, GatewayMetrics metrics) {
        TableMetrics source = new TableMetrics(table);
        metrics.source(Metric.HELD_CALLS, () -> source.perFunction(f -> table.held(f.name())));
        metrics.source(Metric.IN_FLIGHT_CALLS, () -> source.perFunction(source::inFlight));
        metrics.source(Metric.REQUESTED_TASKS, () -> source.perFunction(DeployedFunction::replicas));
        metrics.source(Metric.TASKS, source::tasks);
        metrics.source(Metric.TASK_CALLS, source::taskCalls);
        metrics.source(Metric.TASK_IN_FLIGHT_CALLS, () -> source.perTask(Upstream::inFlight));
        metrics.source(Metric.TASK_EJECTED, () -> source.perTask(upstream -> upstream.ejected() ? 1 : 0));
    }

    private Stream<Series<Double>> perFunction(ToDoubleFunction<DeployedFunction> value) {
        return table.functions().stream()
                .map(function -> new Series<>(List.of(function.name()), value.applyAsDouble(function)));
    }

    private double inFlight(DeployedFunction function) {
        return table.knownUpstreams(function).mapToDouble(Upstream::inFlight).sum();
    }

    private Stream<Series<Double>> tasks() {
        return table.functions().stream().flatMap(function -> {
            String name = function.name();
            List<Endpoint> running = function.endpoints();
            double ejected = upstreams(running).filter(Upstream::ejected).count();
            return Stream.of(
                    new Series<>(List.of(name, "able"), running.size() - ejected),
                    new Series<>(List.of(name, "ejected"), ejected),
                    new Series<>(List.of(name, "draining"), (double)
                            function.draining().size()));
        });
    }

    private Stream<Upstream> upstreams(Collection<Endpoint> endpoints) {
        return endpoints.stream().flatMap(endpoint -> table.knownUpstream(endpoint).stream());
    }

    private Stream<Series<Double>> taskCalls() {
        return Stream.concat(
                perTask("answered", Upstream::succeeded).stream(), perTask("failed", Upstream::failed).stream());
    }

    private List<Series<Double>> perTask(String result, ToDoubleFunction<Upstream> value) {
        return perTask(value)
                .map(series -> new Series<>(
                        Stream.concat(series.labels().stream(), Stream.of(result))
                                .toList(),
                        series.value()))
                .toList();
    }

    /** A task that no call has needed yet has a 0. */
    private Stream<Series<Double>> perTask(ToDoubleFunction<Upstream> value) {
        return table.functions().stream()
                .flatMap(function -> function.services().stream()
                        .flatMap(service -> Stream.of(service.endpoints(), service.draining())
                                .flatMap(List::stream)
                                .map(endpoint -> new Series<>(
                                        List.of(
                                                function.name(),
                                                service.name(),
                                                endpoint.taskId(),
                                                Integer.toString(endpoint.slot()),
                                                endpoint.nodeId()),
                                        table.knownUpstream(endpoint)
                                                .map(value::applyAsDouble)
                                                .orElse(0.0)))));
    }
}
