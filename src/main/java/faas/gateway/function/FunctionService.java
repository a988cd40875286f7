package faas.gateway.function;

import java.util.List;

/**
 * One Swarm service that serves a function, with the replicas of it that can take calls.
 *
 * @param id Swarm's id of the service
 * @param name the service's name in Swarm, such as {@code faas_addition}
 * @param port the port its tasks listen on
 * @param replicas how many tasks the operator asked for; for a global service, how many Swarm wants running
 * @param policy how its calls are to be led
 * @param endpoints the tasks able to serve, ordered by slot, then by task id
 * @param draining the tasks that were told to stop but still run, in the same order; for when nothing else is able
 */
public record FunctionService(
        String id,
        String name,
        int port,
        int replicas,
        FunctionPolicy policy,
        List<Endpoint> endpoints,
        List<Endpoint> draining) {
    public FunctionService {
        endpoints = List.copyOf(endpoints);
        draining = List.copyOf(draining);
    }
}
