package faas.gateway.discovery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the Swarm: three lists, joined here, whatever the number of services.
 *
 * <p>The lists are asked for as a whole. Filters would hide what is needed: {@code desired-state} the tasks that are
 * told to stop but still run, {@code label} all but the labels a task was created with, and {@code service} answers 404
 * for the whole list once one service is gone.
 */
final class SwarmReader implements AutoCloseable {
    /**
     * What one reading told.
     *
     * @param services all services of the Swarm
     * @param tasks all tasks of the Swarm, those that ended as well
     */
    record Reading(List<SwarmService> services, List<SwarmTask> tasks, Surroundings surroundings) {
        Reading {
            services = List.copyOf(services);
            tasks = List.copyOf(tasks);
        }
    }

    private final DiscoverySettings settings;
    private final DockerApi api;
    private final OwnNetworks ownNetworks;

    SwarmReader(DiscoverySettings settings) {
        this.settings = settings;
        api = new DockerApi(settings.dockerHost(), settings.apiVersion());
        ownNetworks = new OwnNetworks(api, settings.ownContainerIds());
    }

    /** Networks have changed, perhaps the gateway's own. */
    void forgetOwnNetworks() {
        ownNetworks.forget();
    }

    /**
     * Reads the Swarm completely or not at all, within the deadline.
     *
     * @throws InterruptedException if the calling thread was interrupted meanwhile; the reading is cut off then too
     */
    Reading read() throws DockerFault, InterruptedException {
        FutureTask<Reading> reading = new FutureTask<>(this::readUnbounded);
        Thread.ofVirtual().name("faas-discovery-reading").start(reading);
        Duration deadline = settings.deadline();
        try {
            return reading.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw DockerFault.stalled(settings.dockerHost(), deadline);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DockerFault fault) {
                throw fault;
            }
            throw new IllegalStateException("a reading failed in a way it should not", e.getCause());
        } finally {
            reading.cancel(true);
        }
    }

    private Reading readUnbounded() throws DockerFault {
        List<SwarmService> services = api.get("/services", SwarmService::readAll);
        List<SwarmTask> tasks = api.get("/tasks", SwarmTask::readAll);
        List<SwarmNode> nodes = api.get("/nodes", SwarmNode::readAll);
        Map<String, SwarmNode> nodeById = new HashMap<>();
        nodes.forEach(node -> nodeById.put(node.id(), node));
        return new Reading(services, tasks, new Surroundings(nodeById, ownNetworks.find(tasks)));
    }

    @Override
    public void close() {
        api.close();
    }
}
