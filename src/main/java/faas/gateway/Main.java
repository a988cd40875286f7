package faas.gateway;

import ch.qos.logback.classic.LoggerContext;
import faas.gateway.admin.access.Login;
import faas.gateway.config.ConfigException;
import faas.gateway.config.GatewayConfig;
import faas.gateway.config.LoginFiles;
import faas.gateway.config.TlsFiles;
import faas.gateway.discovery.DiscoverySettings;
import faas.gateway.discovery.OwnContainer;
import faas.gateway.discovery.SwarmDiscovery;
import faas.gateway.discovery.docker.DockerAddress;
import faas.gateway.discovery.docker.DockerTls;
import faas.gateway.discovery.schedule.Pace;
import faas.gateway.function.Setting;
import faas.gateway.io.MemoryLimits;
import faas.gateway.log.LogLines;
import faas.gateway.log.StdoutLines;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.tls.Identity;
import faas.gateway.tls.UnusableFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway from its environment; SIGTERM drains it. */
final class Main {
    /** The exit code for invalid settings, EX_USAGE of sysexits.h. */
    private static final int EXIT_INVALID_SETTINGS = 64;

    /** The exit code if an address cannot be listened on, EX_OSERR of sysexits.h. */
    private static final int EXIT_CANNOT_LISTEN = 71;

    /** Bytes of {@code -XX:MaxDirectMemorySize}, which the JVM does not expose; set by the image's start script. */
    private static final String MAX_DIRECT_MEMORY = "faas.gateway.maxDirectMemory";

    private static final String NAME_CACHE_SECONDS = "1";

    private Main() {}

    static void main() {
        // Docker's addresses change with its proxies; the JVM would keep those that it found for 30 s.
        Security.setProperty("networkaddress.cache.ttl", NAME_CACHE_SECONDS);
        Security.setProperty("networkaddress.cache.negative.ttl", NAME_CACHE_SECONDS);
        GatewayConfig config;
        try {
            config = GatewayConfig.from(System.getenv(), Runtime.getRuntime().availableProcessors());
        } catch (ConfigException e) {
            exitWithInvalidSettings(e.errors());
            return;
        }
        List<String> errors = new ArrayList<>();
        config.tls().ifPresent(files -> check(files, errors));
        Optional<SSLContext> dockerTls = dockerTls(config, errors);
        Optional<Login> login = login(config, errors);
        if (!errors.isEmpty()) {
            exitWithInvalidSettings(errors);
            return;
        }
        DiscoverySettings settings = settings(config, dockerTls);
        configureLog(config);
        Logger log = LoggerFactory.getLogger(Main.class);
        log.info("settings: {}", config);
        Optional<StdoutLines> accessLines = config.accessLog()
                ? Optional.of(StdoutLines.start(System.out, config.jsonLog(), InstantSource.system()))
                : Optional.empty();
        GatewayMetrics metrics = new GatewayMetrics();
        SwarmDiscovery discovery = new SwarmDiscovery(settings, metrics, System::nanoTime, InstantSource.system());
        Gateway gateway = new Gateway(
                config,
                login,
                discovery,
                metrics,
                memory(),
                accessLines.map(LogLines.class::cast),
                System::nanoTime,
                new SplittableRandom());
        try {
            gateway.start();
        } catch (RuntimeException e) {
            if (isUnusableCertificate(e)) {
                exitWithInvalidSettings(List.of("FAAS_TLS_CERT, FAAS_TLS_KEY: " + e.getMessage()));
            }
            log.error(
                    "cannot listen on {}, {} and {}: {}",
                    config.listen(),
                    config.adminListen(),
                    config.uiListen().map(Object::toString).orElse("no address for the page"),
                    e.getMessage());
            flushLog(accessLines);
            System.exit(EXIT_CANNOT_LISTEN);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, accessLines), "shutdown"));
    }

    /** The log is configured when its first logger is made. */
    private static void configureLog(GatewayConfig config) {
        for (Setting setting : config.settings()) {
            if (LogConfigurator.SETTINGS.contains(setting.name())) {
                System.setProperty(setting.name(), setting.value());
            }
        }
    }

    /** The files can change, or turn out to be unusable for TLS, after they were checked. */
    static boolean isUnusableCertificate(RuntimeException e) {
        return e.getCause() instanceof UnusableFileException || e.getCause() instanceof GeneralSecurityException;
    }

    private static void exitWithInvalidSettings(List<String> errors) {
        errors.forEach(error -> System.err.println("invalid setting: " + error));
        System.exit(EXIT_INVALID_SETTINGS);
    }

    /** A JVM that a signal ends would exit with 128 + its number, but a drained gateway exits with 0. */
    private static void stop(Gateway gateway, Optional<StdoutLines> accessLines) {
        ProcessExit exit = ProcessExit.prepare();
        gateway.close();
        flushLog(accessLines);
        exit.exit();
    }

    private static void flushLog(Optional<StdoutLines> accessLines) {
        accessLines.ifPresent(StdoutLines::close);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }

    /** The files are read again when they are needed; this check reports them together with all other errors. */
    private static void check(TlsFiles files, List<String> errors) {
        try {
            Identity.read(files.certificate(), files.key());
        } catch (UnusableFileException e) {
            errors.add("FAAS_TLS_CERT, FAAS_TLS_KEY: " + e.getMessage());
        }
    }

    private static Optional<Login> login(GatewayConfig config, List<String> errors) {
        if (config.login().isEmpty()) {
            return Optional.empty();
        }
        LoginFiles files = config.login().get();
        try {
            return Optional.of(new Login(files.user(), files.password(), System::nanoTime));
        } catch (IOException e) {
            errors.add("FAAS_BASIC_AUTH_USER_FILE, FAAS_BASIC_AUTH_PASSWORD_FILE: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<SSLContext> dockerTls(GatewayConfig config, List<String> errors) {
        if (config.dockerCertificates().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DockerTls.context(config.dockerCertificates().get()));
        } catch (UnusableFileException e) {
            errors.add("DOCKER_CERT_PATH: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static DiscoverySettings settings(GatewayConfig config, Optional<SSLContext> tls) {
        return new DiscoverySettings(
                new DockerAddress(config.dockerHost(), tls, config.dockerApiVersion()),
                OwnContainer.candidates(Optional.ofNullable(System.getenv("HOSTNAME")), mountInfo()),
                DiscoverySettings.DEADLINE,
                Pace.every(config.readInterval()));
    }

    /** The limits within those of the JVM, which the image's start script derives from the container's memory. */
    private static MemoryLimits memory() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        return MemoryLimits.of(heapBytes, Long.getLong(MAX_DIRECT_MEMORY, heapBytes / 2));
    }

    private static String mountInfo() {
        try {
            return Files.readString(Path.of("/proc/self/mountinfo"));
        } catch (IOException e) {
            return "";
        }
    }
}
