package faas.gateway.discovery;

import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.DockerApi;
import faas.gateway.discovery.eligibility.EvaluatedService;
import faas.gateway.discovery.swarm.ContainerStats;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads what the tasks of services use. Thread-safe. */
final class ServiceUsage implements AutoCloseable {
    /** Each takes Docker a second or two; those beyond it are left out. */
    private static final int MAX_TASKS = 32;

    /** For everyone who asks; later requests wait for a connection, and are left out if it comes too late. */
    private static final int MAX_CONNECTIONS = 32;

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final DockerApi api;

    ServiceUsage(DockerAddress docker) {
        api = new DockerApi(docker, MAX_CONNECTIONS);
    }

    /** The sum of the tasks on the Engine that is asked: an Engine knows its own containers only. Empty if it runs none. */
    Optional<Usage> of(EvaluatedService service) throws InterruptedException {
        List<Callable<Optional<Usage>>> requests = service.tasks().stream()
                .filter(task -> task.isRunning() && !task.containerId().isEmpty())
                .limit(MAX_TASKS)
                .map(ServiceUsage::path)
                .<Callable<Optional<Usage>>>map(path -> () -> api.get(path, ContainerStats::read))
                .toList();
        // On virtual threads, as the API demands.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(requests, LIMIT.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .filter(request -> request.state() == Future.State.SUCCESS)
                    .flatMap(request -> request.resultNow().stream())
                    .reduce(Usage::plus);
        }
    }

    private static String path(SwarmTask task) {
        return "/containers/" + DockerApi.encoded(task.containerId()) + "/stats?stream=false";
    }

    @Override
    public void close() {
        api.close();
    }
}
