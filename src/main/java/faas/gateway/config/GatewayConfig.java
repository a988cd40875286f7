package faas.gateway.config;

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
 * @param listen where callers are served; at least one
 * @param adminListen where the operator is served
 * @param adminAllow who, beside clients on loopback, may read more of the admin port than health and metrics
 * @param tls where and how callers' connections are secured; empty if nowhere
 * @param limits what callers may take
 * @param trustedProxies whose word on where a call comes from is believed
 * @param ioThreads threads that carry all calls, 1–256
 * @param connectTimeout how long a connection to a replica may take before another is tried
 * @param timeout how long a call may go without a byte in either direction
 * @param hold how long a call waits for a task while none is able to serve but some are expected
 * @param maxHeld how many calls of one function may wait at a time
 * @param drainDelay how long calls are still accepted after SIGTERM
 * @param gracePeriod how long calls in flight may then take to finish
 * @param readInterval time between readings of a Swarm in which nothing moves
 * @param dockerHost the manager's API, {@code unix:///path} or {@code tcp://host:port}
 * @param dockerCertificates the folder with {@code ca.pem} and perhaps {@code cert.pem} and {@code key.pem}; empty where
 *     connections to Docker are not secured
 * @param dockerApiVersion a pinned version such as {@code 1.41}; empty to let the Engine choose
 */
public record GatewayConfig(
        List<ListenAddress> listen,
        ListenAddress adminListen,
        List<AddressBlock> adminAllow,
        Optional<TlsFiles> tls,
        ClientLimits limits,
        List<AddressBlock> trustedProxies,
        int ioThreads,
        Duration connectTimeout,
        Duration timeout,
        Duration hold,
        int maxHeld,
        Duration drainDelay,
        Duration gracePeriod,
        Duration readInterval,
        URI dockerHost,
        Optional<Path> dockerCertificates,
        Optional<String> dockerApiVersion) {
    /** 1 TiB: far beyond what one request carries, and far below what a long holds. */
    private static final long MAX_BODY_LIMIT = 1L << 40;

    public GatewayConfig {
        listen = List.copyOf(listen);
        adminAllow = List.copyOf(adminAllow);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Whether a client at that address may read all of the admin port. */
    public boolean allowsOperator(InetAddress client) {
        return AddressBlock.unmapped(client).isLoopbackAddress()
                || adminAllow.stream().anyMatch(block -> block.contains(client));
    }

    /**
     * Reads the settings.
     *
     * @param environment variable names to values
     * @param processors how many processors the gateway may use; the default for the IO threads
     * @throws ConfigException with every mistake at once
     */
    public static GatewayConfig from(Map<String, String> environment, int processors) throws ConfigException {
        ConfigReader reader = new ConfigReader(environment);
        // logback.xml takes these two from the environment itself; a word it does not know would pass unnoticed there.
        reader.checkWord("FAAS_LOG_LEVEL", List.of("DEBUG", "INFO", "WARN", "ERROR"));
        reader.checkWord("FAAS_ACCESS_LOG", List.of("INFO", "OFF"));
        GatewayConfig config = new GatewayConfig(
                reader.addresses("FAAS_LISTEN", ":8080"),
                reader.address("FAAS_ADMIN_LISTEN", ":8082"),
                reader.blocks("FAAS_ADMIN_ALLOW"),
                reader.clientTls("FAAS_TLS_LISTEN", ":8443", "FAAS_TLS_CERT", "FAAS_TLS_KEY"),
                limits(reader),
                reader.blocks("FAAS_TRUSTED_PROXIES"),
                reader.integer("FAAS_IO_THREADS", Math.clamp(processors, 1, 256), 1, 256),
                reader.duration("FAAS_CONNECT_TIMEOUT", "500ms", "1ms", "1m"),
                reader.duration("FAAS_TIMEOUT", "1m", "1ms", "24h"),
                reader.duration("FAAS_HOLD", "10s", "0s", "10m"),
                reader.integer("FAAS_MAX_HELD", 1000, 0, 1_000_000),
                reader.duration("FAAS_DRAIN_DELAY", "1s", "0s", "10m"),
                reader.duration("FAAS_GRACE_PERIOD", "8s", "0s", "1h"),
                reader.duration("FAAS_READ_INTERVAL", "500ms", "100ms", "1m"),
                reader.dockerHost("DOCKER_HOST", "DOCKER_TLS_VERIFY", "unix:///var/run/docker.sock"),
                reader.dockerCertificates("DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"),
                reader.apiVersion("DOCKER_API_VERSION"));
        reader.finish("FAAS_");
        return config;
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
