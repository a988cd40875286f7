package faas.gateway.function;

import java.util.List;

/**
 * One Swarm service of a function, with its tasks that can take calls.
 *
 * @param id Swarm's id of the service
 * @param name the service's name in Swarm, such as {@code faas_addition}
 * @param port the port its tasks listen on
 * @param replicas the requested number of tasks; for a global service, the number that Swarm wants to run
 * @param policy what its labels say about its calls
 * @param endpoints the tasks that can take calls, ordered by slot, then by task id
 * @param draining the tasks that are stopping but still run, in the same order; they get calls if no others can
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
