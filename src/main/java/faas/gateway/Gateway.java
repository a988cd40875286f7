package faas.gateway;

import faas.gateway.access.Access;
import faas.gateway.admin.PageCalls;
import faas.gateway.admin.Pages;
import faas.gateway.admin.access.Login;
import faas.gateway.admin.access.OperatorAccess;
import faas.gateway.admin.calls.CallsPage;
import faas.gateway.admin.calls.ObservedCalls;
import faas.gateway.admin.openfaas.OpenFaasApi;
import faas.gateway.admin.status.HealthPages;
import faas.gateway.admin.status.LastReading;
import faas.gateway.admin.status.Readiness;
import faas.gateway.admin.status.StatusPages;
import faas.gateway.admin.status.TableMetrics;
import faas.gateway.admin.trial.TrialPages;
import faas.gateway.admin.ui.Dashboard;
import faas.gateway.config.GatewayConfig;
import faas.gateway.config.ListenAddress;
import faas.gateway.discovery.Discovery;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Snapshot;
import faas.gateway.http.GatewayServer;
import faas.gateway.http.reply.AccessLog;
import faas.gateway.http.reply.ProblemWriter;
import faas.gateway.io.IoLoops;
import faas.gateway.io.MemoryLimits;
import faas.gateway.log.LogLines;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.metrics.Series;
import faas.gateway.proxy.Admission;
import faas.gateway.proxy.BodySizeAdmission;
import faas.gateway.proxy.MemoryAdmission;
import faas.gateway.proxy.Proxy;
import faas.gateway.proxy.ReservedPathAdmission;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.routing.RoutingTable;
import faas.gateway.trace.SpanExporter;
import faas.gateway.trace.Tracing;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as a whole: discovery publishes snapshots to the routing table, and the proxy routes clients' calls by
 * it.
 */
final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** How long requests are still served on connections that were accepted just before further ones were refused. */
    private static final Duration LAST_REQUESTS = Duration.ofMillis(100);

    private final GatewayConfig config;
    private final Discovery discovery;
    private final RoutingTable table;
    private final GatewayMetrics metrics;
    private final Optional<Login> login;
    private final Access access;
    private final ScheduledExecutorService secretFiles;
    private final Dashboard dashboard;
    private final PageCalls pages;
    private final GatewayServer server;
    private final IoLoops loops;
    private final Optional<SpanExporter> exporter;
    private final CountDownLatch firstTable = new CountDownLatch(1);
    private volatile boolean draining;

    Gateway(
            GatewayConfig config,
            Optional<Login> login,
            Discovery discovery,
            GatewayMetrics metrics,
            MemoryLimits memory,
            Optional<LogLines> accessLines,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.config = config;
        this.discovery = discovery;
        this.metrics = metrics;
        this.login = login;
        InstantSource clock = InstantSource.system();
        this.access = new Access(config.access(), config.ioThreads(), metrics, nanoTime, clock);
        this.secretFiles = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("secret-files").factory());
        this.loops = new IoLoops(config.ioThreads(), memory, nanoTime);
        ConnectionPools pools = new ConnectionPools(loops, config.connectTimeout(), config.timeout(), nanoTime);
        this.table =
                new RoutingTable(config.maxHeld(), new UpstreamEvents(pools, discovery), nanoTime, random.nextLong());
        Proxy proxy = new Proxy(table, pools, new ProblemWriter(), metrics, config.hold(), admissions(config, access));
        this.exporter = config.traces().map(settings -> new SpanExporter(settings, version(), metrics));
        Tracing tracing =
                exporter.map(made -> made.start(clock, random.nextLong())).orElse(Tracing.OFF);
        this.dashboard = new Dashboard(
                new Dashboard.Sources(table, metrics, this::diagnosis, this::lastReading),
                new Dashboard.Identity(config.uiName(), version(), clock.instant()),
                clock,
                nanoTime);
        ObservedCalls calls = new ObservedCalls(nanoTime, clock);
        TrialPages trials = new TrialPages(login.isPresent(), table, this::ownUri, calls, random.nextLong(), nanoTime);
        this.pages = new PageCalls(
                new Pages(
                        new HealthPages(this::readiness, this::lastReading),
                        new StatusPages(table, metrics, this::diagnosis, this::lastReading, config.settings()),
                        new OpenFaasApi(
                                new ShownSwarm(discovery, table, metrics), clock, config.logs(), config.usage())),
                dashboard.page(Map.of(
                        "/ui/recent", new CallsPage(table, calls)::respond,
                        "/ui/try", trials::respond,
                        "/ui/signature", trials::respond)),
                new OperatorAccess(login, config::allowsOperator));
        this.server = new GatewayServer(
                config,
                proxy,
                pages::serveOnPublicPort,
                new GatewayServer.OperatorPorts(pages::serveOnAdminPort, pages::serveOnUiPort),
                new AccessLog(metrics, nanoTime, tracing, calls::ended, accessLines, config.jsonLog()),
                loops,
                nanoTime,
                clock,
                random);
        TableMetrics.register(table, metrics);
        metrics.source(Metric.BUILD_INFO, () -> Stream.of(new Series<>(List.of(version()), 1.0)));
        metrics.source(
                Metric.TABLE_AGE,
                () -> discovery.status().age().map(age -> age.toNanos() / 1e9).orElse(Double.NaN));
    }

    /**
     * What a call passes between its route and its function, in this order; a further check is one more line. Whoever may not call
     * learns nothing of the others.
     */
    private static List<Admission> admissions(GatewayConfig config, Access access) {
        return List.of(
                access,
                new ReservedPathAdmission(),
                new BodySizeAdmission(config.limits().maxBodyBytes()),
                new MemoryAdmission());
    }

    /** The version in the jar's manifest; {@code development} for classes that are not in one. */
    private static String version() {
        return Optional.ofNullable(Gateway.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    void start() {
        access.watch(secretFiles);
        login.ifPresent(files -> files.watch(secretFiles));
        // Both take time, and discovery has a thread of its own.
        discovery.start(this::publish);
        server.prepare();
        dashboard.start();
        server.startForOperator();
        awaitTable();
        server.startForClients();
        LOG.info("serving calls on {}, admin pages on {}", publicAddresses(), adminAddress());
        if (!internalAddresses().isEmpty()) {
            LOG.info("serving calls from inside the network on {}", internalAddresses());
        }
        server.uiAddress().ifPresent(address -> LOG.info("serving the page for people on {}", address));
        if (!tlsAddresses().isEmpty()) {
            LOG.info("serving calls over TLS on {}", tlsAddresses());
        }
    }

    /** The metrics come before the table, so that they include every call of a new function, and so do its secrets. */
    private void publish(Snapshot snapshot) {
        access.prepare(snapshot);
        metrics.retainFunctions(snapshot.functions().keySet());
        table.publish(snapshot);
        dashboard.changed();
        firstTable.countDown();
    }

    /** Until then connections are refused, so that clients and load balancers try another gateway. */
    private void awaitTable() {
        try {
            long millis = config.startTimeout().toMillis();
            if (!firstTable.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.warn("could not read the Swarm in {} s: calls get a 503 until then", millis / 1e3);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port for clients, as the gateway itself reaches it. */
    private URI ownUri() {
        // None is open while the Swarm has not been read.
        ListenAddress address = Stream.concat(publicAddresses().stream(), config.listen().stream())
                .findFirst()
                .orElseThrow();
        String bound = address.host();
        String host = Set.of("0.0.0.0", "0:0:0:0:0:0:0:0").contains(bound) ? "127.0.0.1" : bound;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port());
    }

    List<ListenAddress> publicAddresses() {
        return server.publicAddresses();
    }

    List<ListenAddress> tlsAddresses() {
        return server.tlsAddresses();
    }

    List<ListenAddress> internalAddresses() {
        return server.internalAddresses();
    }

    Optional<ListenAddress> uiAddress() {
        return server.uiAddress();
    }

    ListenAddress adminAddress() {
        return server.adminAddress();
    }

    IoLoops loops() {
        return loops;
    }

    RoutingTable table() {
        return table;
    }

    /** Announces the shutdown to load balancers and clients, then refuses further calls, then waits for those in flight. */
    @Override
    public synchronized void close() {
        if (draining) {
            return;
        }
        draining = true;
        server.disableKeepAlive();
        dashboard.stopping();
        pages.stop();
        dashboard.close();
        LOG.info(
                "draining: accepting calls for another {} ms",
                config.drainDelay().toMillis());
        boolean finished = false;
        try {
            Thread.sleep(config.drainDelay());
            server.refuseConnections();
            Thread.sleep(LAST_REQUESTS);
            finished = server.drain(config.gracePeriod());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        secretFiles.shutdownNow();
        access.close();
        discovery.close();
        server.stop();
        exporter.ifPresent(SpanExporter::close);
        LOG.info(finished ? "stopped: every call finished" : "stopped: calls still in flight were cut off");
    }

    private Readiness readiness() {
        if (draining) {
            return new Readiness.NotReady("draining: the gateway is stopping");
        }
        DiscoveryStatus status = discovery.status();
        if (status.age().isEmpty()) {
            return new Readiness.NotReady(status.trouble().orElse("the gateway has not read the Swarm yet"));
        }
        return new Readiness.Ready();
    }

    private Diagnosis diagnosis() {
        return access.explain(
                discovery.diagnosis(),
                table::function,
                !config.access().internalListen().isEmpty());
    }

    private LastReading lastReading() {
        DiscoveryStatus status = discovery.status();
        return new LastReading(status.age(), status.trouble());
    }
}
