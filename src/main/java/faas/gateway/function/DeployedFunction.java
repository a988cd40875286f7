package faas.gateway.function;

import java.util.List;

/**
 * Everything that answers to one function name: one service, or several that share the name.
 *
 * @param name the value of the label {@code faas.name}
 * @param services the services that carry the name, ordered by service name; never empty
 */
public record DeployedFunction(String name, List<FunctionService> services) {
    public DeployedFunction {
        services = List.copyOf(services);
        if (services.isEmpty()) {
            throw new IllegalArgumentException("a function without a service: " + name);
        }
    }

    /** The replicas of all its services, in the services' order. */
    public List<Endpoint> endpoints() {
        return services.stream().flatMap(s -> s.endpoints().stream()).toList();
    }

    /** The tasks of all its services that were told to stop but still run, in the services' order. */
    public List<Endpoint> draining() {
        return services.stream().flatMap(s -> s.draining().stream()).toList();
    }
}
