package faas.gateway.config;

import faas.gateway.function.AddressBlock;
import faas.gateway.function.Setting;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of the gateway; {@code docs/reference.md} has the table.
 *
 * @param listen addresses for clients; at least one
 * @param adminListen the address of the admin port
 * @param uiListen the address of the port that has only the page for people; empty without one
 * @param uiName how that page names this gateway
 * @param adminAllow who may read the whole admin port, besides clients on loopback
 * @param login the operator's login; empty without one
 * @param logs whether the operator may read the logs of functions
 * @param usage whether the operator may see what functions use
 * @param access who may call functions
 * @param tls addresses and certificate for clients over TLS; empty without TLS
 * @param limits the limits on what clients may use
 * @param trustedProxies proxies whose {@code X-Forwarded-…} fields are trusted
 * @param ioThreads threads that carry all calls, 1–256
 * @param connectTimeout timeout of a connection to a task; then another task is tried
 * @param timeout how long a call may go without a byte in either direction
 * @param hold how long a call may wait in the queue while no task can take it but one is expected
 * @param maxHeld the most queued calls per function
 * @param startTimeout how long connections are refused after the start while the Swarm has not been read
 * @param drainDelay how long calls are still accepted after SIGTERM
 * @param gracePeriod how long calls in flight may take after that
 * @param readInterval time between full reads of a Swarm in which nothing changes
 * @param dockerHost the manager's API, {@code unix:///path} or {@code tcp://host:port}
 * @param dockerCertificates the folder with {@code ca.pem} and perhaps {@code cert.pem} and {@code key.pem}; empty if
 *     connections to Docker do not use TLS
 * @param dockerApiVersion a pinned version such as {@code 1.41}; empty for the Engine's own
 * @param traces where the traces of calls go; empty if none are recorded
 * @param accessLog whether calls are logged
 * @param jsonLog whether log lines are JSON
 * @param settings all of these as they were written, with where they come from
 */
public record GatewayConfig(
        List<ListenAddress> listen,
        ListenAddress adminListen,
        Optional<ListenAddress> uiListen,
        String uiName,
        List<AddressBlock> adminAllow,
        Optional<LoginFiles> login,
        boolean logs,
        boolean usage,
        AccessSettings access,
        Optional<TlsFiles> tls,
        ClientLimits limits,
        List<AddressBlock> trustedProxies,
        int ioThreads,
        Duration connectTimeout,
        Duration timeout,
        Duration hold,
        int maxHeld,
        Duration startTimeout,
        Duration drainDelay,
        Duration gracePeriod,
        Duration readInterval,
        URI dockerHost,
        Optional<Path> dockerCertificates,
        Optional<String> dockerApiVersion,
        Optional<TraceSettings> traces,
        boolean accessLog,
        boolean jsonLog,
        List<Setting> settings) {
    /** 1 TiB: far more than one request carries, and far less than a long holds. */
    private static final long MAX_BODY_LIMIT = 1L << 40;

    public GatewayConfig {
        listen = List.copyOf(listen);
        adminAllow = List.copyOf(adminAllow);
        trustedProxies = List.copyOf(trustedProxies);
        settings = List.copyOf(settings);
    }

    /** Every setting with its value, secrets masked. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : settings) {
            text.append(text.isEmpty() ? "" : " ").append(setting);
        }
        return text.toString();
    }

    /** Whether a client at an address may read the whole admin port. */
    public boolean allowsOperator(InetAddress client) {
        return AddressBlock.unmapped(client).isLoopbackAddress()
                || adminAllow.stream().anyMatch(block -> block.contains(client));
    }

    /**
     * Reads the settings from the environment, and from the file that its {@code FAAS_CONFIG} names.
     *
     * @param environment values by variable name
     * @param processors the processors that the gateway may use, which is the default for the IO threads
     * @throws ConfigException if settings are invalid, with all of them
     */
    public static GatewayConfig from(Map<String, String> environment, int processors) throws ConfigException {
        ConfigReader reader = new ConfigReader(environment);
        reader.word("FAAS_LOG_LEVEL", "INFO", List.of("DEBUG", "INFO", "WARN", "ERROR"));
        GatewayConfig config = new GatewayConfig(
                reader.addresses("FAAS_LISTEN", ":8080"),
                reader.address("FAAS_ADMIN_LISTEN", ":8082"),
                uiListen(reader),
                reader.text("FAAS_UI_NAME", environment.getOrDefault("HOSTNAME", "gateway")),
                reader.blocks("FAAS_ADMIN_ALLOW"),
                reader.login("FAAS_BASIC_AUTH_USER_FILE", "FAAS_BASIC_AUTH_PASSWORD_FILE"),
                reader.flag("FAAS_LOGS"),
                reader.flag("FAAS_USAGE"),
                AccessSettings.read(reader),
                TlsFiles.read(reader),
                limits(reader),
                reader.blocks("FAAS_TRUSTED_PROXIES"),
                reader.integer("FAAS_IO_THREADS", Math.clamp(processors, 1, 256), 1, 256),
                reader.duration("FAAS_CONNECT_TIMEOUT", "500ms", "1ms", "1m"),
                reader.duration("FAAS_TIMEOUT", "1m", "1ms", "24h"),
                reader.duration("FAAS_HOLD", "10s", "0s", "10m"),
                reader.integer("FAAS_MAX_HELD", 1000, 0, 1_000_000),
                reader.duration("FAAS_START_TIMEOUT", "2m", "0s", "1h"),
                reader.duration("FAAS_DRAIN_DELAY", "1s", "0s", "10m"),
                reader.duration("FAAS_GRACE_PERIOD", "8s", "0s", "1h"),
                reader.duration("FAAS_READ_INTERVAL", "500ms", "100ms", "1m"),
                reader.dockerHost("DOCKER_HOST", "DOCKER_TLS_VERIFY", "unix:///var/run/docker.sock"),
                reader.dockerCertificates("DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"),
                reader.apiVersion("DOCKER_API_VERSION"),
                TraceSettings.read(reader),
                reader.word("FAAS_ACCESS_LOG", "INFO", List.of("INFO", "OFF")).equals("INFO"),
                reader.word("FAAS_LOG_FORMAT", "text", List.of("text", "json")).equals("json"),
                reader.settings());
        reader.finish("FAAS_");
        return config;
    }

    private static Optional<ListenAddress> uiListen(ConfigReader reader) {
        return reader.text("FAAS_UI_LISTEN", "").isEmpty()
                ? Optional.empty()
                : Optional.of(reader.address("FAAS_UI_LISTEN", ""));
    }

    private static ClientLimits limits(ConfigReader reader) {
        return new ClientLimits(
                reader.duration("FAAS_KEEP_ALIVE", "75s", "10ms", "24h"),
                reader.duration("FAAS_HEAD_TIMEOUT", "10s", "10ms", "1h"),
                (int) reader.size("FAAS_MAX_HEADER_SIZE", "64k", 1024, 1024 * 1024),
                reader.integer("FAAS_MAX_HEADERS", 200, 10, 10_000),
                reader.size("FAAS_MAX_BODY", "any", 0, MAX_BODY_LIMIT),
                reader.integer("FAAS_MAX_CONNECTIONS", 20_000, 1, 1_000_000),
                reader.integer("FAAS_MAX_STREAMS", 128, 1, 10_000));
    }
}
