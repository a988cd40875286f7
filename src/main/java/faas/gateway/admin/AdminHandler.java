package faas.gateway.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import faas.gateway.function.Diagnosis;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.PrometheusText;
import faas.gateway.routing.RoutingTable;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The pages of the admin port, all read-only. Health and metrics are open to every address, the other pages only to
 * allowed ones.
 */
public final class AdminHandler implements HttpHandler {
    /** Probes and scrapers come from other hosts, and these pages reveal no task and no address. */
    private static final Set<String> OPEN_TO_ALL = Set.of("/healthz", "/readyz", "/metrics");

    private final RoutingTable table;
    private final PrometheusText metrics;
    private final Supplier<Diagnosis> diagnosis;
    private final Supplier<LastReading> lastReading;
    private final Predicate<InetAddress> allowed;
    private final Gson gson =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    private final Map<String, HttpHandler> pages;

    /**
     * @param diagnosis the status of every service with a {@code faas.} label
     * @param lastReading the age of that status
     * @param allowed the addresses that may read all pages
     */
    public AdminHandler(
            RoutingTable table,
            GatewayMetrics metrics,
            Supplier<Readiness> readiness,
            Supplier<Diagnosis> diagnosis,
            Supplier<LastReading> lastReading,
            Predicate<InetAddress> allowed) {
        this.table = table;
        this.metrics = new PrometheusText(metrics);
        this.diagnosis = diagnosis;
        this.lastReading = lastReading;
        this.allowed = allowed;
        HealthHandler health = new HealthHandler(readiness, lastReading);
        this.pages = Map.of(
                "/healthz",
                health.liveness(),
                "/readyz",
                health.readiness(),
                "/metrics",
                this::writeMetrics,
                "/system/functions",
                onWorkerThread(this::writeFunctions),
                "/system/diagnosis",
                onWorkerThread(this::writeDiagnosis));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        if (!OPEN_TO_ALL.contains(exchange.getRequestURI()) && (peer == null || !allowed.test(peer))) {
            String address = peer == null ? "unknown" : peer.getHostAddress();
            AdminResponse.text(
                    exchange,
                    403,
                    "Only /healthz, /readyz and /metrics are open to your address " + address
                            + "; to read the other pages, add it to FAAS_ADMIN_ALLOW, or connect from the gateway's host.\n");
            return;
        }
        if (!exchange.getRequestMethod().equals(Methods.GET)
                && !exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            AdminResponse.text(exchange, 405, "The admin port supports only GET and HEAD.\n");
            return;
        }
        HttpHandler page = pages.get(exchange.getRequestURI());
        if (page == null) {
            String known = String.join(" ", pages.keySet().stream().sorted().toList());
            AdminResponse.text(exchange, 404, "There is no such page; the pages are " + known + "\n");
            return;
        }
        page.handleRequest(exchange);
    }

    private void writeMetrics(HttpServerExchange exchange) {
        AdminResponse.send(exchange, 200, PrometheusText.CONTENT_TYPE, metrics.render());
    }

    private void writeFunctions(HttpServerExchange exchange) {
        writeJson(
                exchange,
                table.functions().stream()
                        .map(function -> FunctionStatus.of(function, table))
                        .toList());
    }

    private void writeDiagnosis(HttpServerExchange exchange) {
        Optional<String> service = parameter(exchange, "service");
        Optional<String> function = parameter(exchange, "function");
        writeJson(
                exchange,
                DiagnosisStatus.of(
                        diagnosis.get(),
                        lastReading.get(),
                        table,
                        s -> service.orElse(s.name()).equals(s.name())
                                && function.orElse(s.function()).equals(s.function())));
    }

    private void writeJson(HttpServerExchange exchange, Object status) {
        AdminResponse.send(
                exchange, 200, "application/json", gson.toJson(status).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> parameter(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::peekFirst);
    }

    /** In a large Swarm these pages take long to build, and the IO threads are for calls. */
    private static HttpHandler onWorkerThread(HttpHandler page) {
        return exchange -> exchange.dispatch(page);
    }
}
