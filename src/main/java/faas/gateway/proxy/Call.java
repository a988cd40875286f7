package faas.gateway.proxy;

import faas.gateway.function.Endpoint;
import faas.gateway.routing.TriedUpstreams;
import faas.gateway.routing.Upstream;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client's request on its way through the gateway. Used by one IO thread. */
public final class Call {
    /** The field that carries the call id: from the client, to the function, and in the response. */
    public static final HttpString ID_FIELD = new HttpString("X-Call-Id");

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private static final String CLIENT_GONE = "caller_gone";
    private static final int STATUS_CLIENT_GONE = 499;

    private final CallRequest request;
    private final String id;
    private final String function;
    private final String target;
    private final Origin origin;
    private final long startedNanos;
    private final TriedUpstreams tried = new TriedUpstreams();
    private final TriedUpstreams triedEver = new TriedUpstreams();
    private @Nullable Upstream latest;
    private @Nullable Held held;
    private @Nullable CollectedBody collected;
    private int attempts;
    private int redeliveries;
    private boolean sent;
    private long sentNanos;
    private boolean routed;
    private boolean gone;
    private Runnable cancel = () -> {};
    private String fault = "";

    /**
     * @param id the call id, the client's own or a new one
     * @param function the name in the path; empty if there is none
     * @param target what goes on to the function as path and query, as the client wrote it
     * @param startedNanos when the request's head had been read, on the gateway's nanosecond clock
     */
    public Call(CallRequest request, String id, String function, String target, Origin origin, long startedNanos) {
        this.request = request;
        this.id = id;
        this.function = function;
        this.target = target;
        this.origin = origin;
        this.startedNanos = startedNanos;
    }

    public CallRequest request() {
        return request;
    }

    public ResponseOut response() {
        return request.response();
    }

    /** The request's body: the client's, or what was collected of it before. */
    BodyIn body() {
        return collected == null ? request.body() : collected;
    }

    /** Its body is collected before it is sent anywhere. */
    void collected(CollectedBody body) {
        collected = body;
    }

    @Nullable
    CollectedBody collected() {
        return collected;
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

    Origin origin() {
        return origin;
    }

    public long startedNanos() {
        return startedNanos;
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

    /** The client went away: whatever is under way for the call ends at once. */
    public void clientGone() {
        if (gone) {
            return;
        }
        gone = true;
        if (fault.isEmpty()) {
            fault(CLIENT_GONE);
        }
        cancel.run();
        if (collected != null) {
            collected.close();
        }
    }

    /** Whether the client went away. */
    public boolean isGone() {
        return gone;
    }

    /** The status to count the call with; a call without a response counts as 499, though nobody is there to read it. */
    public int status() {
        int status = response().status();
        return status == 0 ? STATUS_CLIENT_GONE : status;
    }

    /** Nothing is under way for it any more, and what was collected of its body is given up. */
    void release() {
        cancel = () -> {};
        if (collected != null) {
            collected.close();
        }
    }

    /** What ends what the call does now, should its client go away. */
    void onGone(Runnable end) {
        cancel = end;
    }

    /** Whether it may be done twice with the effect of once (RFC 9110 §9.2.2). */
    boolean isIdempotent() {
        return IDEMPOTENT.contains(request.method());
    }

    void routed() {
        routed = true;
    }

    /** On how many tasks it has been tried in all. */
    int tasksTried() {
        return triedEver.size();
    }

    TriedUpstreams tried() {
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
        triedEver.add(upstream);
        attempts++;
        latest = upstream;
    }
}
