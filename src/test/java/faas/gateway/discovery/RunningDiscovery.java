package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import faas.gateway.Await;
import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.schedule.Pace;
import faas.gateway.discovery.swarm.TaskSample;
import faas.gateway.function.Snapshot;
import faas.gateway.metrics.GatewayMetrics;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A real discovery that reads a fake Engine, with everything it publishes and logs. */
public final class RunningDiscovery implements AutoCloseable {
    /** The container the gateway of the tests runs in. */
    public static final String CONTAINER = "9f".repeat(32);

    /** The path of that container, by its short id. */
    static final String CONTAINER_PATH = "/containers/" + CONTAINER.substring(0, 12) + "/json";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final BlockingQueue<Snapshot> published = new LinkedBlockingQueue<>();
    private final Lines lines = new Lines();
    private final SwarmDiscovery discovery;

    private RunningDiscovery(DiscoverySettings settings) {
        lines.start();
        logger().addAppender(lines);
        discovery = new SwarmDiscovery(settings, new GatewayMetrics(), System::nanoTime, InstantSource.system());
        discovery.start(published::add);
    }

    /** These tasks, and the gateway's own. */
    public static TaskSample[] withOwnTask(TaskSample... tasks) {
        Stream<TaskSample> own = Stream.of(TaskSample.ofGateway(CONTAINER));
        return Stream.concat(own, Stream.of(tasks)).toArray(TaskSample[]::new);
    }

    /** The number of tasks that a snapshot has of the function {@code addition}. */
    static int tasksOfAddition(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.functions().get("addition"))
                .endpoints()
                .size();
    }

    /** A discovery that reads every 100 ms and gives up on a reading after 5 s. */
    public static RunningDiscovery on(URI dockerHost) {
        return on(dockerHost, Duration.ofSeconds(5), Duration.ofMillis(100));
    }

    public static RunningDiscovery on(URI dockerHost, Duration deadline, Duration interval) {
        return new RunningDiscovery(settings(dockerHost, Optional.empty(), deadline, interval));
    }

    public static RunningDiscovery on(DiscoverySettings settings) {
        return new RunningDiscovery(settings);
    }

    public static DiscoverySettings settings(
            URI dockerHost, Optional<String> apiVersion, Duration deadline, Duration interval) {
        Pace usual = Pace.every(interval);
        Pace failingFast = new Pace(
                usual.settled(),
                usual.fullBelow(),
                usual.unsettledFirst(),
                usual.unsettledMax(),
                usual.unsettledFor(),
                usual.coalescing(),
                usual.repeat(),
                Duration.ofMillis(50),
                Duration.ofMillis(100));
        return new DiscoverySettings(
                new DockerAddress(dockerHost, Optional.empty(), apiVersion),
                List.of(CONTAINER.substring(0, 12)),
                deadline,
                failingFast);
    }

    /** The same, but a hint always causes a partial reading, however quick a full one is. */
    static DiscoverySettings partialReadings(URI dockerHost, Duration interval) {
        DiscoverySettings usual = settings(dockerHost, Optional.empty(), Duration.ofSeconds(20), interval);
        Pace pace = usual.pace();
        return new DiscoverySettings(
                usual.docker(),
                usual.ownContainerIds(),
                usual.deadline(),
                new Pace(
                        pace.settled(),
                        Duration.ZERO,
                        pace.unsettledFirst(),
                        pace.unsettledMax(),
                        pace.unsettledFor(),
                        pace.coalescing(),
                        pace.repeat(),
                        pace.backOffFirst(),
                        pace.backOffMax()));
    }

    /** The Engine's description of the gateway's container when it is attached to this network. */
    static String containerOn(String networkId) {
        return """
                {"Id": "c", "NetworkSettings": {"Bridge": "", "Networks": {
                  "ingress": {"NetworkID": "net-ingress"},
                  "functions": {"IPAMConfig": {}, "NetworkID": "%s", "IPAddress": "10.0.1.2"}
                }}}""".formatted(networkId);
    }

    /** The next snapshot, as soon as it is published. */
    public Snapshot next() throws InterruptedException {
        Snapshot snapshot = published.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        assertNotNull(snapshot, () -> "nothing was published; status " + discovery.status() + ", log " + log());
        return Objects.requireNonNull(snapshot);
    }

    /** Whether every published snapshot has been taken. */
    boolean isNothingPublished() {
        return published.isEmpty();
    }

    /** Waits until a reading fails, and returns the reason. */
    public String trouble() {
        return Await.until(
                        "trouble",
                        TIMEOUT,
                        discovery::status,
                        status -> status.trouble().isPresent())
                .trouble()
                .orElseThrow();
    }

    void suspect(String serviceId) {
        discovery.suspect(serviceId);
    }

    DiscoveryStatus status() {
        return discovery.status();
    }

    /** The lines logged so far, each as {@code LEVEL message}. */
    List<String> log() {
        return List.copyOf(lines.all);
    }

    /** Waits until a line with this text is logged, and returns all lines. */
    List<String> awaitLog(String text) {
        return Await.until(
                "a line with: " + text, TIMEOUT, this::log, all -> all.stream().anyMatch(line -> line.contains(text)));
    }

    @Override
    public void close() {
        discovery.close();
        logger().detachAppender(lines);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("faas.gateway.discovery");
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }
}
