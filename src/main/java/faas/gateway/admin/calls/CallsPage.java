package faas.gateway.admin.calls;

import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.routing.RoutingTable;
import java.util.List;
import java.util.Optional;

/** {@code GET /ui/recent?function=NAME}: the latest calls of a function since someone looks at it. */
public final class CallsPage implements Page {
    private final RoutingTable table;
    private final ObservedCalls calls;

    public CallsPage(RoutingTable table, ObservedCalls calls) {
        this.table = table;
        this.calls = calls;
    }

    @Override
    public PageResponse.Content respond(PageRequest request) {
        if (!request.isRead()) {
            return PageResponse.text(405, "This page supports only GET and HEAD.\n");
        }
        Optional<String> function = request.parameter("function");
        if (function.isEmpty()) {
            return PageResponse.text(422, "Name a function: " + request.path() + "?function=NAME\n");
        }
        // Names that are not deployed must not use up the places.
        return PageResponse.json(table.function(function.get()).isPresent() ? calls.recent(function.get()) : List.of());
    }
}
