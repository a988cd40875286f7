package faas.gateway.proxy;

import faas.gateway.function.Endpoint;
import faas.gateway.routing.Tried;
import faas.gateway.routing.Upstream;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One caller's request on its way through the gateway. Used by one IO thread. */
public final class Call {
    /** The field that carries the call id: from the caller, to the function, and in the answer. */
    public static final HttpString ID_FIELD = new HttpString("X-Call-Id");

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private static final String CALLER_GONE = "caller_gone";
    private static final int STATUS_CALLER_GONE = 499;

    private final HttpServerExchange exchange;
    private final String id;
    private final String function;
    private final String target;
    private final long startedNanos;
    private final BooleanSupplier leaving;
    private final Tried tried = new Tried();
    private @Nullable Upstream latest;
    private @Nullable Held held;
    private int attempts;
    private int redeliveries;
    private boolean sent;
    private long sentNanos;
    private boolean routed;
    private boolean tunnelled;
    private boolean takenBack;
    private @Nullable Attempt attempt;
    private Runnable last = () -> {};
    private String fault = "";

    /**
     * @param id the call id, the caller's own or a new one
     * @param function the name in the path; empty if there is none
     * @param target what goes on to the function as path and query, as the caller wrote it
     * @param startedNanos when the request's head had been read, on the gateway's nanosecond clock
     * @param leaving whether the gateway is about to stop
     */
    public Call(
            HttpServerExchange exchange,
            String id,
            String function,
            String target,
            long startedNanos,
            BooleanSupplier leaving) {
        this.exchange = exchange;
        this.id = id;
        this.function = function;
        this.target = target;
        this.startedNanos = startedNanos;
        this.leaving = leaving;
    }

    public HttpServerExchange exchange() {
        return exchange;
    }

    public String id() {
        return id;
    }

    public String function() {
        return function;
    }

    public String target() {
        return target;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** To be called before the answer's head is written: ends the connection after it if the gateway is about to stop. */
    public void answering() {
        if (leaving.getAsBoolean()) {
            exchange.setPersistent(false);
        }
    }

    /** How often the call has been tried on a task. */
    public int attempts() {
        return attempts;
    }

    /** How long the call has waited for a task, in nanoseconds. */
    public long heldNanos() {
        return held == null ? 0 : held.overNanos();
    }

    /** The task it was last tried on; empty if none was. */
    public Optional<Endpoint> endpoint() {
        return Optional.ofNullable(latest).map(Upstream::endpoint);
    }

    /** Whether the name led to a deployed function. */
    public boolean isRouted() {
        return routed;
    }

    /** The name of what went wrong; empty if nothing did. */
    public String fault() {
        return fault;
    }

    /** Notes what went wrong, for the log and the metrics. */
    public void fault(String code) {
        fault = code;
    }

    /** Notes that the caller went away; an answer that has not begun counts as 499, though nobody is there to read it. */
    public void callerGone() {
        fault(CALLER_GONE);
        if (!exchange.isResponseStarted()) {
            exchange.setStatusCode(STATUS_CALLER_GONE);
        }
    }

    /** Notes that the caller takes the call back, whose request then counts for nothing, even if it looks whole. */
    public void takeBack() {
        takenBack = true;
    }

    boolean isTakenBack() {
        return takenBack;
    }

    /** Ends what is under way for a call that was taken back. */
    public void endTakenBack() {
        if (attempt != null) {
            attempt.callerFailed();
        }
    }

    /** It is tried now. */
    void under(Attempt now) {
        attempt = now;
    }

    /**
     * Has something done when the call is over; to be called when its exchange is. A call that left HTTP is over only when
     * its last byte has gone either way.
     */
    public void whenOver(Runnable then) {
        if (tunnelled) {
            last = then;
            return;
        }
        then.run();
    }

    /** It leaves HTTP, and goes on after the end of its exchange. */
    void tunnelled() {
        tunnelled = true;
    }

    void tunnelOver() {
        tunnelled = false;
        last.run();
    }

    /** Whether it may be done twice with the effect of once (RFC 9110 §9.2.2). */
    boolean isIdempotent() {
        return IDEMPOTENT.contains(exchange.getRequestMethod());
    }

    void routed() {
        routed = true;
    }

    Tried tried() {
        return tried;
    }

    /** Its wait for a task; null if it has not waited yet. */
    @Nullable
    Held held() {
        return held;
    }

    void held(Held wait) {
        held = wait;
    }

    /** Notes that it is sent again, though a task may have begun to work on it. */
    void redelivered() {
        redeliveries++;
    }

    int redeliveries() {
        return redeliveries;
    }

    /** It is sent now; tells when it was sent first since it last waited. */
    long sentNanos(long nowNanos) {
        if (!sent) {
            sent = true;
            sentNanos = nowNanos;
        }
        return sentNanos;
    }

    /** It has waited, and may be tried anywhere again. */
    void startOver() {
        sent = false;
        tried.clear();
    }

    void trying(Upstream upstream) {
        tried.add(upstream);
        attempts++;
        latest = upstream;
    }
}
