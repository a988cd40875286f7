package faas.gateway.function;

import java.util.List;

/**
 * One function: a service, or several that share a name.
 *
 * @param name the value of the label {@code faas.name}
 * @param services the services with this name, ordered by service name; never empty
 * @param access who may call it, by each service with this name, also one that is not routed: a call must satisfy all. Each policy
 *     is there once. Empty if all are {@link AccessPolicy#DEFAULT}
 */
public record DeployedFunction(String name, List<FunctionService> services, List<AccessPolicy> access) {
    public DeployedFunction {
        services = List.copyOf(services);
        if (services.isEmpty()) {
            throw new IllegalArgumentException("a function without a service: " + name);
        }
        access = access.stream().allMatch(AccessPolicy.DEFAULT::equals)
                ? List.of()
                : access.stream().distinct().toList();
    }

    /** A function whose services with this name are all routed. */
    public DeployedFunction(String name, List<FunctionService> services) {
        this(
                name,
                services,
                services.stream().map(service -> service.policy().access()).toList());
    }

    /** The replicas that are configured, of all its services. */
    public int replicas() {
        return services.stream().mapToInt(FunctionService::replicas).sum();
    }

    /** The tasks of all its services that can take calls, in the order of the services. */
    public List<Endpoint> endpoints() {
        return services.stream().flatMap(s -> s.endpoints().stream()).toList();
    }

    /** The tasks of all its services that are stopping but still run, in the order of the services. */
    public List<Endpoint> draining() {
        return services.stream().flatMap(s -> s.draining().stream()).toList();
    }
}
