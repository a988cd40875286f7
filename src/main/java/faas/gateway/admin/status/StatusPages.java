package faas.gateway.admin.status;

import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Setting;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.PrometheusText;
import faas.gateway.routing.RoutingTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The gateway's own view: its metrics, its routing table, the diagnosis, and its settings. */
public final class StatusPages {
    private final RoutingTable table;
    private final PrometheusText metrics;
    private final Supplier<Diagnosis> diagnosis;
    private final Supplier<LastReading> lastReading;
    private final List<SettingStatus> settings;

    /**
     * @param diagnosis the status of every service with a {@code faas.} label
     * @param lastReading the age of that status
     * @param settings the settings in force
     */
    public StatusPages(
            RoutingTable table,
            GatewayMetrics metrics,
            Supplier<Diagnosis> diagnosis,
            Supplier<LastReading> lastReading,
            List<Setting> settings) {
        this.table = table;
        this.metrics = new PrometheusText(metrics);
        this.diagnosis = diagnosis;
        this.lastReading = lastReading;
        this.settings = settings.stream().map(SettingStatus::of).toList();
    }

    public PageResponse metrics(PageRequest request) {
        String accept = request.accept();
        return PageResponse.content(200, metrics.contentType(accept), metrics.render(accept));
    }

    /** The metrics of each task. */
    public PageResponse taskMetrics(PageRequest request) {
        String accept = request.accept();
        return PageResponse.content(200, metrics.contentType(accept), metrics.renderTasks(accept));
    }

    public PageResponse table(PageRequest request) {
        Optional<String> name = request.parameter("function");
        List<FunctionStatus> functions = table.functions().stream()
                .filter(function -> name.orElse(function.name()).equals(function.name()))
                .map(function -> FunctionStatus.of(function, table))
                .toList();
        return request.asText() ? PageResponse.text(200, StatusText.table(functions)) : PageResponse.json(functions);
    }

    public PageResponse settings(PageRequest request) {
        return PageResponse.json(settings);
    }

    public PageResponse diagnosis(PageRequest request) {
        Optional<String> service = request.parameter("service");
        Optional<String> function = request.parameter("function");
        DiagnosisStatus status = DiagnosisStatus.of(
                diagnosis.get(),
                lastReading.get(),
                table,
                s -> service.orElse(s.name()).equals(s.name())
                        && function.orElse(s.function()).equals(s.function()));
        return request.asText() ? PageResponse.text(200, StatusText.diagnosis(status)) : PageResponse.json(status);
    }
}
