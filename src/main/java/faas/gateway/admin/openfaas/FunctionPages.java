package faas.gateway.admin.openfaas;

import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.admin.page.TextTable;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages about functions and secrets. */
final class FunctionPages {
    private final Swarm swarm;
    private final boolean withUsage;

    FunctionPages(Swarm swarm, boolean withUsage) {
        this.swarm = swarm;
        this.withUsage = withUsage;
    }

    PageResponse list(PageRequest request) {
        List<FunctionJson> functions = Namespace.isMeant(request) ? all() : List.of();
        return request.asText() ? PageResponse.text(200, table(functions)) : PageResponse.json(functions);
    }

    private String table(List<FunctionJson> functions) {
        TextTable table = new TextTable("FUNCTION", "REPLICAS", "AVAILABLE", "IN FLIGHT", "CALLS", "IMAGE");
        functions.forEach(function -> table.row(
                function.name(),
                function.replicas(),
                function.availableReplicas(),
                swarm.inFlight(function.name()),
                (long) function.invocationCount(),
                function.image().replaceFirst("@.*", "")));
        return table.toString();
    }

    private List<FunctionJson> all() {
        Map<String, ServiceSpec> specs = swarm.specs();
        return swarm.functions().stream()
                .map(function -> FunctionJson.of(function, specs, swarm.calls(function.name()), Optional.empty()))
                .toList();
    }

    PageResponse one(PageRequest request, String name) {
        Optional<DeployedFunction> function =
                Namespace.isMeant(request) ? swarm.function(Namespace.removedFrom(name)) : Optional.empty();
        return function.isEmpty()
                ? PageResponse.text(404, "There is no such function; GET /system/functions lists them.\n")
                : PageResponse.json(FunctionJson.of(
                        function.get(),
                        swarm.specs(),
                        swarm.calls(function.get().name()),
                        usage(request, function.get())));
    }

    private Optional<Usage> usage(PageRequest request, DeployedFunction function) {
        if (!withUsage
                || !request.parameter("usage")
                        .filter(List.of("1", "true")::contains)
                        .isPresent()) {
            return Optional.empty();
        }
        try {
            return swarm.usage(function);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The secrets that functions use: the gateway may not ask Docker for all of them. */
    PageResponse secrets(PageRequest request) {
        record Secret(String name, String namespace) {}
        if (!Namespace.isMeant(request)) {
            return PageResponse.json(List.of());
        }
        return PageResponse.json(swarm.specs().values().stream()
                .flatMap(spec -> spec.secrets().stream())
                .distinct()
                .sorted()
                .map(name -> new Secret(name, Namespace.NAME))
                .toList());
    }
}
