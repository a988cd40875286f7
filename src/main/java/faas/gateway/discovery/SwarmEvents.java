package faas.gateway.discovery;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to Docker's events and turns each into a hint; what an event says only tells where to look.
 *
 * <p>Docker forgets what happened while nobody listened, so the beginning of a stream is a hint as well. Events are a
 * convenience: they can fail to come in silence, and readings go on without them. Thread-safe.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents">GET
 *     /events</a>
 */
final class SwarmEvents implements AutoCloseable {
    /**
     * Changes in the Swarm, and of the containers on this node. The words must match in full, which they do as long as
     * the bare {@code health_status} is not among them: with it Docker takes each word for a beginning. Health checks
     * as such, {@code exec_…}, stay out: they come every second from every task.
     */
    private static final String FILTERS = """
            {"type":["service","node","network","container"],\
            "event":["create","update","remove","destroy","connect","disconnect",\
            "start","die","kill","health_status: healthy","health_status: unhealthy"]}""";

    private static final String PATH = "/events?filters=" + DockerApi.encoded(FILTERS);

    private static final Logger log = LoggerFactory.getLogger(SwarmEvents.class);

    private final DockerApi api;
    private final Hints hints;
    private final List<String> ownContainerIds;
    private final BackOff backOff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread listener =
            Thread.ofVirtual().name("faas-discovery-events").unstarted(this::run);
    private boolean refusalTold;

    SwarmEvents(DockerAddress docker, List<String> ownContainerIds, BackOff backOff, Hints hints) {
        this.ownContainerIds = ownContainerIds;
        this.backOff = backOff;
        this.hints = hints;
        api = new DockerApi(docker);
    }

    void start() {
        listener.start();
    }

    /** Gives up the present stream, which may be dead, or the wait for the next try, and connects at once. */
    void reconnect() {
        listener.interrupt();
    }

    /** Ends the stream and the tries to open one. */
    @Override
    public void close() {
        closed.countDown();
        listener.interrupt();
        api.close();
    }

    private void run() {
        while (!isClosed()) {
            listen();
            rest();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void listen() {
        try {
            api.follow(PATH, this::opened, this::event);
            log.debug("Docker ended its stream of events");
        } catch (DockerFault fault) {
            if (fault.isRefusal() && !refusalTold) {
                log.warn("no events: {}; changes are found at the next reading only", fault.reason());
                refusalTold = true;
            }
            log.debug("no events: {}", fault.reason());
        }
    }

    /** Waits before the next try, unless told not to. */
    private void rest() {
        try {
            closed.await(Thread.interrupted() ? 0 : backOff.nextNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            log.debug("events are asked for again at once");
        }
    }

    private void opened() {
        backOff.reset();
        refusalTold = false;
        hints.raiseOwnNetworks();
    }

    private void event(JsonReader json) throws IOException {
        DockerEvent.read(json).tell(hints, ownContainerIds);
    }
}
