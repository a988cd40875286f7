package faas.gateway;

import faas.gateway.admin.openfaas.Swarm;
import faas.gateway.discovery.Discovery;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.FunctionService;
import faas.gateway.function.LogQuery;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Usage;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What OpenFaaS's API shows of the Swarm, out of what discovery, routing and metrics know. */
record ShownSwarm(Discovery discovery, RoutingTable table, GatewayMetrics metrics) implements Swarm {
    @Override
    public List<DeployedFunction> functions() {
        return List.copyOf(table.functions());
    }

    @Override
    public Optional<DeployedFunction> function(String name) {
        return table.function(name);
    }

    @Override
    public Map<String, ServiceSpec> specs() {
        return discovery.specs();
    }

    @Override
    public long calls(String function) {
        return metrics.calls(function);
    }

    @Override
    public int inFlight(String function) {
        return table.function(function).stream()
                .flatMap(table::knownUpstreams)
                .mapToInt(Upstream::inFlight)
                .sum();
    }

    @Override
    public void readLog(String serviceId, LogQuery query, LineReader lines) throws IOException, InterruptedException {
        discovery.readLog(serviceId, query, lines::line);
    }

    @Override
    public Optional<Usage> usage(DeployedFunction function) throws InterruptedException {
        List<Usage> known = new ArrayList<>();
        for (FunctionService service : function.services()) {
            discovery.usage(service.id()).ifPresent(known::add);
        }
        return known.stream().reduce(Usage::plus);
    }
}
