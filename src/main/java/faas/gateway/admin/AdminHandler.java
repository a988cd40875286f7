package faas.gateway.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.PrometheusText;
import faas.gateway.routing.RoutingTable;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** Everything the admin port serves; read only. */
public final class AdminHandler implements HttpHandler {
    private final RoutingTable table;
    private final PrometheusText metrics;
    private final Gson gson =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    private final Map<String, HttpHandler> pages;

    public AdminHandler(RoutingTable table, GatewayMetrics metrics, Supplier<Readiness> readiness) {
        this.table = table;
        this.metrics = new PrometheusText(metrics);
        HealthHandler health = new HealthHandler(readiness);
        this.pages = Map.of(
                "/healthz",
                health.alive(),
                "/readyz",
                health.ready(),
                "/metrics",
                this::tellMetrics,
                "/system/functions",
                this::tellFunctions);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestMethod().equals(Methods.GET)
                && !exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            AdminAnswer.text(exchange, 405, "The admin port answers GET and HEAD only.\n");
            return;
        }
        HttpHandler page = pages.get(exchange.getRequestURI());
        if (page == null) {
            String known = String.join(" ", pages.keySet().stream().sorted().toList());
            AdminAnswer.text(exchange, 404, "Nothing is here; try one of " + known + "\n");
            return;
        }
        page.handleRequest(exchange);
    }

    private void tellMetrics(HttpServerExchange exchange) {
        AdminAnswer.send(exchange, 200, PrometheusText.CONTENT_TYPE, metrics.render());
    }

    private void tellFunctions(HttpServerExchange exchange) {
        String json =
                gson.toJson(table.routes().stream().map(FunctionStatus::of).toList());
        AdminAnswer.send(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }
}
