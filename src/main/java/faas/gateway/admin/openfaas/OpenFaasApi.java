package faas.gateway.admin.openfaas;

import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenFaaS's API by path, as {@code docs/openfaas.md} says. */
public final class OpenFaasApi {
    static final String FUNCTIONS = "/system/functions";
    static final String SECRETS = "/system/secrets";
    static final String SCALE = "/system/scale-function/";
    static final String ONE_NAMESPACE = "/system/namespace/";
    private static final String ONE_FUNCTION = "/system/function/";
    private static final String READ = "GET, HEAD";

    private final InfoPage info;
    private final FunctionPages functions;
    private final LogPages logs;
    private final DockerCommands commands;

    /**
     * @param clock dates lines of a log that have no time
     * @param withLogs whether logs may be read
     * @param withUsage whether Docker may be asked what tasks use
     */
    public OpenFaasApi(Swarm swarm, InstantSource clock, boolean withLogs, boolean withUsage) {
        this.info = new InfoPage();
        this.functions = new FunctionPages(swarm, withUsage);
        this.logs = new LogPages(swarm, clock, withLogs);
        this.commands = new DockerCommands(swarm);
    }

    /** The response to a request; empty if its path is none of the API's. */
    public Optional<PageResponse> respond(PageRequest request) {
        if (request.path().startsWith(SCALE)) {
            return Optional.of(commands.refusal(request, ""));
        }
        Optional<Page> page = page(request.path());
        if (page.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(request.isRead() ? page.get().respond(request) : commands.refusal(request, READ));
    }

    private Optional<Page> page(String path) {
        if (path.startsWith(ONE_FUNCTION)) {
            return Optional.of(request -> functions.one(request, path.substring(ONE_FUNCTION.length())));
        }
        if (path.startsWith(ONE_NAMESPACE)) {
            return Optional.of(request -> namespace(path.substring(ONE_NAMESPACE.length())));
        }
        return Optional.ofNullable(
                switch (path) {
                    case FUNCTIONS -> functions::list;
                    case SECRETS -> functions::secrets;
                    case "/system/logs" -> logs::logs;
                    case "/system/info" -> info;
                    case "/system/namespaces" -> request -> PageResponse.json(List.of(Namespace.NAME));
                    case "/system/telemetry" -> request -> PageResponse.json(Map.of());
                    default -> null;
                });
    }

    private static PageResponse namespace(String name) {
        return name.equals(Namespace.NAME)
                ? PageResponse.json(Map.of("name", Namespace.NAME))
                : PageResponse.text(404, "There is no such namespace; the only one is " + Namespace.NAME + ".\n");
    }
}
