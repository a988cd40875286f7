package faas.gateway.admin;

import faas.gateway.function.Endpoint;
import faas.gateway.routing.Route;
import faas.gateway.routing.Upstream;
import java.util.List;

/**
 * One function as {@code /system/functions} shows it; the field names are the JSON's.
 *
 * @param replicas tasks asked for, over all its services
 * @param availableReplicas tasks that can take calls
 */
record FunctionStatus(String name, int replicas, int availableReplicas, List<Service> services, List<Task> tasks) {
    static FunctionStatus of(Route route) {
        List<Service> services = route.function().services().stream()
                .map(s -> new Service(s.id(), s.name(), s.port(), s.replicas()))
                .toList();
        List<Task> tasks = route.upstreams().stream().map(Task::of).toList();
        int replicas = services.stream().mapToInt(Service::replicas).sum();
        return new FunctionStatus(route.function().name(), replicas, tasks.size(), services, tasks);
    }

    /** A Swarm service that carries the function's name. */
    record Service(String id, String name, int port, int replicas) {}

    /** A task that can take calls, and what the gateway's calls to it came to. */
    record Task(
            String id,
            String service,
            String node,
            int slot,
            String address,
            int port,
            int inFlight,
            long worked,
            long failed) {
        static Task of(Upstream upstream) {
            Endpoint e = upstream.endpoint();
            return new Task(
                    e.taskId(),
                    e.serviceId(),
                    e.nodeId(),
                    e.slot(),
                    e.address(),
                    e.port(),
                    upstream.inFlight(),
                    upstream.worked(),
                    upstream.failed());
        }
    }
}
