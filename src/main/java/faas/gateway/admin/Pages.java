package faas.gateway.admin;

import faas.gateway.admin.openfaas.OpenFaasApi;
import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.admin.status.HealthPages;
import faas.gateway.admin.status.StatusPages;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All pages by their path. Health and metrics are for everybody, since probes and scrapers come from other hosts. */
public final class Pages {
    static final String LIVENESS = "/healthz";
    static final String SYSTEM = "/system/";
    private static final String READINESS = "/readyz";
    private static final String METRICS = "/metrics";

    private final HealthPages health;
    private final OpenFaasApi openFaas;
    private final Map<String, Page> pages;

    public Pages(HealthPages health, StatusPages status, OpenFaasApi openFaas) {
        this.health = health;
        this.openFaas = openFaas;
        this.pages = Map.of(
                METRICS,
                status::metrics,
                "/metrics/tasks",
                status::taskMetrics,
                "/system/table",
                status::table,
                "/system/diagnosis",
                status::diagnosis,
                "/system/settings",
                status::settings);
    }

    /** The response of a health page; empty if the path is none. Does not block. */
    Optional<PageResponse.Content> health(PageRequest request) {
        return switch (request.path()) {
            case LIVENESS -> Optional.of(request.isRead() ? health.liveness() : onlyReads());
            case READINESS -> Optional.of(request.isRead() ? health.readiness() : onlyReads());
            default -> Optional.empty();
        };
    }

    /** Whether the page is for everybody who reaches the admin port. */
    boolean isOpen(PageRequest request) {
        return request.path().equals(METRICS);
    }

    /** Makes a page. May block. */
    PageResponse respond(PageRequest request) {
        Page page = pages.get(request.path());
        if (page == null) {
            return openFaas.respond(request).orElseGet(this::unknown);
        }
        return request.isRead() ? page.respond(request) : onlyReads();
    }

    private PageResponse unknown() {
        String known = String.join(
                " ",
                Stream.concat(Stream.of(LIVENESS, READINESS), pages.keySet().stream())
                        .sorted()
                        .toList());
        return PageResponse.text(
                404, "There is no such page; the pages are " + known + " and those of docs/openfaas.md\n");
    }

    private static PageResponse.Content onlyReads() {
        return PageResponse.text(405, "This page supports only GET and HEAD.\n").with(Headers.ALLOW, "GET, HEAD");
    }
}
