package faas.gateway.admin.trial;

import faas.gateway.admin.calls.ObservedCalls;
import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.function.Endpoint;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * {@code POST /ui/try} calls a function for an operator, by the gateway's own port for clients, so that routing, limits and log are
 * those of any call. {@code GET /ui/signature?function=NAME} asks a task for its parameters.
 */
public final class TrialPages implements Page {
    /** The longest request, with the body of the call in it. */
    public static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final String SIGNATURE = "/ui/signature";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_BODY_BYTES = 256 * 1024;
    /** A call is recorded right after its last byte. */
    private static final Duration RECORD_TIMEOUT = Duration.ofSeconds(1);

    /** The form waits for it. */
    private static final Duration SIGNATURE_TIMEOUT = Duration.ofSeconds(3);

    private static final int MAX_SIGNATURE_BYTES = 64 * 1024;

    private final boolean enabled;
    private final RoutingTable table;
    private final Supplier<URI> gateway;
    private final ObservedCalls calls;
    private final TrialGuard guard;
    private final TrialCaller caller;
    private final String idPrefix;
    private final AtomicLong nextId = new AtomicLong();

    /**
     * @param enabled whether calls may be made
     * @param gateway the port for clients
     * @param calls what is recorded about calls
     * @param seed makes the ids of calls differ from those of other gateways and earlier runs
     * @param nanoTime the gateway's nanosecond clock
     */
    public TrialPages(
            boolean enabled,
            RoutingTable table,
            Supplier<URI> gateway,
            ObservedCalls calls,
            long seed,
            LongSupplier nanoTime) {
        this.enabled = enabled;
        this.table = table;
        this.gateway = gateway;
        this.calls = calls;
        this.idPrefix = "try-" + Long.toUnsignedString(seed, Character.MAX_RADIX) + "-";
        this.guard = new TrialGuard(nanoTime);
        this.caller = new TrialCaller(nanoTime);
    }

    @Override
    public PageResponse.Content respond(PageRequest request) {
        if (!enabled) {
            return PageResponse.text(403, "Functions can be tried only where the gateway has a login.\n");
        }
        if (request.path().equals(SIGNATURE)) {
            return request.isRead() ? signature(request) : wrongMethod();
        }
        if (!request.method().equals("POST")) {
            return wrongMethod();
        }
        if (!TrialGuard.isFromPage(request)) {
            return PageResponse.text(403, "Only the page itself may call functions with the operator's login.\n");
        }
        if (!guard.isWithinRate()) {
            return PageResponse.text(429, "The page makes at most five calls a second.\n");
        }
        Optional<Trial> trial = Trial.read(request.body());
        if (trial.isEmpty()) {
            return PageResponse.text(
                    422, "This is no call, or it is longer than " + (MAX_REQUEST_BYTES >> 10) + " KiB.\n");
        }
        return call(trial.get());
    }

    private static PageResponse.Content wrongMethod() {
        return PageResponse.text(405, "Functions are tried with POST, and their signature is read with GET.\n");
    }

    private PageResponse.Content call(Trial trial) {
        String id = trial.callId().orElseGet(() -> idPrefix + nextId.getAndIncrement());
        try (ObservedCalls.Expected recorded = calls.expect(id)) {
            TrialCaller.Answer answer = caller.call(trial, gateway.get(), id, TIMEOUT, MAX_BODY_BYTES);
            return PageResponse.json(answer.with(recorded.await(RECORD_TIMEOUT)));
        } catch (IllegalArgumentException e) {
            return PageResponse.text(422, "This call cannot be made: " + e.getMessage() + "\n");
        } catch (IOException e) {
            return PageResponse.text(502, "The response of call " + id + " broke off or did not come: " + e + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PageResponse.text(503, "The gateway stops.\n");
        }
    }

    /** A function that says nothing of its parameters gets 404, as does one without a task. */
    private PageResponse.Content signature(PageRequest request) {
        Optional<Endpoint> task = request.parameter("function").flatMap(table::function).stream()
                .flatMap(function -> function.endpoints().stream())
                .filter(endpoint ->
                        table.knownUpstream(endpoint).filter(Upstream::ejected).isEmpty())
                .findFirst();
        if (task.isEmpty()) {
            return PageResponse.text(404, "No task can be asked.\n");
        }
        try {
            TrialCaller.Answer answer = caller.get(
                    URI.create("http://" + task.get().authority() + "/_/info"), SIGNATURE_TIMEOUT, MAX_SIGNATURE_BYTES);
            return answer.status() == 200 && !answer.truncated()
                    ? PageResponse.content(
                            200, "application/json", answer.body().getBytes(StandardCharsets.UTF_8))
                    : PageResponse.text(404, "The function does not say what its parameters are.\n");
        } catch (IOException e) {
            return PageResponse.text(404, "The task does not answer.\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PageResponse.text(503, "The gateway stops.\n");
        }
    }
}
