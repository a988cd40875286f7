package faas.gateway.function;

import java.util.List;

/**
 * One Swarm service that serves a function, with the replicas of it that can take calls.
 *
 * @param id Swarm's id of the service
 * @param name the service's name in Swarm, such as {@code faas_addition}
 * @param port the port its tasks listen on
 * @param replicas how many tasks the operator asked for; for a global service, how many Swarm wants running
 * @param endpoints the tasks able to serve, ordered by slot, then by task id
 */
public record FunctionService(String id, String name, int port, int replicas, List<Endpoint> endpoints) {
    public FunctionService {
        endpoints = List.copyOf(endpoints);
    }
}
