package faas.gateway.discovery.swarm;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.DockerApi;
import faas.gateway.discovery.docker.DockerFault;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the Swarm: all of it in three requests, or some of its services in two.
 *
 * <p>Requests are filtered by service only. The filter {@code desired-state} would hide tasks that should stop but still
 * run; {@code label} matches only the labels a task was created with.
 */
public final class SwarmReader implements AutoCloseable {
    /**
     * The result of a full reading.
     *
     * @param services all services of the Swarm
     * @param tasks all tasks of the Swarm that {@link SwarmTask#readAll} keeps
     */
    public record Reading(List<SwarmService> services, List<SwarmTask> tasks, SwarmContext context) {
        public Reading {
            services = List.copyOf(services);
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * The result of a reading of some services.
     *
     * @param requestedIds the ids of the services that were requested; one that is missing in {@code services} was removed
     * @param services those of them that exist
     * @param tasks the tasks of those services
     */
    public record PartialReading(Set<String> requestedIds, List<SwarmService> services, List<SwarmTask> tasks) {
        public PartialReading {
            requestedIds = Set.copyOf(requestedIds);
            services = List.copyOf(services);
            tasks = List.copyOf(tasks);
        }
    }

    private final DockerApi api;
    private final OwnNetworks ownNetworks;

    public SwarmReader(DockerAddress docker, List<String> ownContainerIds) {
        api = new DockerApi(docker);
        ownNetworks = new OwnNetworks(api, ownContainerIds);
    }

    /** The gateway's own networks may have changed; they are looked up again when next needed. */
    public void invalidateOwnNetworks() {
        ownNetworks.invalidate();
    }

    /** The next reading asks another manager, if {@code DOCKER_HOST} leads to several. */
    public void moveOn() {
        api.moveOn();
    }

    /**
     * Reads the whole Swarm, completely or not at all.
     *
     * @throws InterruptedException if the calling thread was interrupted; the reading is cancelled then, too
     */
    public Reading readAll(Duration limit) throws DockerFault, InterruptedException {
        return withTimeout(limit, this::readEverything);
    }

    /** Reads some services and their tasks; empty if one was removed meanwhile, so that a full reading is needed. */
    public Optional<PartialReading> read(Set<String> serviceIds, Duration limit)
            throws DockerFault, InterruptedException {
        return withTimeout(limit, () -> readPart(serviceIds));
    }

    private <T> T withTimeout(Duration limit, Callable<T> requests) throws DockerFault, InterruptedException {
        FutureTask<T> reading = new FutureTask<>(requests);
        Thread.ofVirtual().name("faas-discovery-reading").start(reading);
        try {
            return reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw DockerFault.timedOut(api.place(), limit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DockerFault fault) {
                throw fault;
            }
            throw new IllegalStateException("unexpected failure of a reading", e.getCause());
        } finally {
            reading.cancel(true);
        }
    }

    private Reading readEverything() throws DockerFault {
        List<SwarmService> services = api.get("/services", SwarmService::readAll);
        List<SwarmTask> tasks = api.get("/tasks", SwarmTask::readAll);
        List<SwarmNode> nodes = api.get("/nodes", SwarmNode::readAll);
        Map<String, SwarmNode> nodeById = new HashMap<>();
        nodes.forEach(node -> nodeById.put(node.id(), node));
        String own = ownNetworks.self(tasks).map(SwarmTask::serviceId).orElse("");
        return new Reading(
                services,
                tasks,
                new SwarmContext(
                        nodeById,
                        ownNetworks.find(tasks),
                        gateways(own, tasks, nodeById),
                        isBehindMesh(own, services)));
    }

    private static int gateways(String own, List<SwarmTask> tasks, Map<String, SwarmNode> nodes) {
        SwarmContext context = new SwarmContext(nodes, Map.of());
        long running = tasks.stream()
                .filter(task -> !own.isEmpty() && task.serviceId().equals(own) && task.isAble())
                .filter(task -> !context.isDown(task.nodeId()))
                .count();
        return (int) Math.max(1, running);
    }

    private static boolean isBehindMesh(String own, List<SwarmService> services) {
        return services.stream().anyMatch(service -> service.id().equals(own) && service.behindMesh());
    }

    private Optional<PartialReading> readPart(Set<String> serviceIds) throws DockerFault {
        List<SwarmService> services = api.get("/services" + filter("id", serviceIds), SwarmService::readAll);
        List<String> present = services.stream().map(SwarmService::id).toList();
        if (present.isEmpty()) {
            return Optional.of(new PartialReading(serviceIds, List.of(), List.of()));
        }
        try {
            List<SwarmTask> tasks = api.get("/tasks" + filter("service", present), SwarmTask::readAll);
            return Optional.of(new PartialReading(serviceIds, services, tasks));
        } catch (DockerFault fault) {
            // a service that was removed after the first request fails the request for the tasks of all
            if (fault.hasStatus(404)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static String filter(String key, Collection<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        JsonObject filters = new JsonObject();
        filters.add(key, array);
        return "?filters=" + DockerApi.encoded(filters.toString());
    }

    @Override
    public void close() {
        api.close();
    }
}
