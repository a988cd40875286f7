package faas.gateway.discovery.swarm;

import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.DockerApi;
import faas.gateway.discovery.docker.DockerFault;
import java.util.List;

/**
 * Docker's stream of events, filtered to those that can concern routing. Thread-safe.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents">GET
 *     /events</a>
 */
public final class EventStream implements AutoCloseable {
    /**
     * Changes in the Swarm, and of the containers on this node. Docker matches actions by prefix if the bare {@code
     * health_status} is among them, and in full otherwise. Health checks as such, {@code exec_…}, stay out: they come
     * every second from every task.
     */
    private static final String FILTERS = """
            {"type":["service","node","network","container"],\
            "event":["create","update","remove","destroy","connect","disconnect",\
            "start","die","kill","health_status: healthy","health_status: unhealthy"]}""";

    private static final String PATH = "/events?filters=" + DockerApi.encoded(FILTERS);

    private final DockerApi api;
    private final List<String> ownContainerIds;

    public EventStream(DockerAddress docker, List<String> ownContainerIds) {
        this.ownContainerIds = ownContainerIds;
        api = new DockerApi(docker);
    }

    /**
     * Opens a stream and reads it until Docker ends it or the calling thread, a virtual one, is interrupted. The next stream
     * comes from another manager, if {@code DOCKER_HOST} leads to several.
     */
    public void read(EventListener listener) throws DockerFault {
        try {
            api.stream(PATH, listener::opened, json -> DockerEvent.read(json).report(listener, ownContainerIds));
        } finally {
            api.moveOn();
        }
    }

    /** Ends the open stream; a later one fails to open. */
    @Override
    public void close() {
        api.close();
    }
}
