package faas.gateway.proxy.call;

import faas.gateway.http1.Fields;
import faas.gateway.trace.CallTrace;
import faas.gateway.trace.PassedTrace;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client's request on its way through the gateway: what was asked, how far it is, and how it ends. Used by one IO thread. */
public final class Call {
    /** The field that carries the call id: from the client, to the function, and in the response. */
    public static final HttpString ID_FIELD = new HttpString("X-Call-Id");

    /**
     * Who makes a call, as a credential proves.
     *
     * @param name visible characters of ASCII, without quotation marks, backslashes and commas
     * @param claims further fields that the function gets; their names begin with {@code X-Caller-}
     */
    public record Caller(String name, Fields claims) {
        /** A caller of whom only the name is known. */
        public Caller(String name) {
            this(name, NO_FIELDS);
        }

        /** With what a further credential has proven: another service of the same function may demand one of its own. */
        private Caller and(Caller further) {
            Fields both = new Fields().addAll(claims);
            for (int i = 0; i < further.claims.size(); i++) {
                if (!claims.contains(further.claims.name(i))) {
                    both.add(further.claims.name(i), further.claims.value(i));
                }
            }
            return new Caller(name, both);
        }
    }

    private static final Fields NO_FIELDS = new Fields();

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    /** Counted for a call without a response, though nobody is there to read it. */
    private static final int STATUS_CLIENT_GONE = 499;

    private final CallRequest request;
    private final String id;
    private final String function;
    private final String target;
    private final Origin origin;
    private final long startedNanos;
    private final CallProgress progress = new CallProgress();
    private final CallEnding ending = new CallEnding();
    private CallTrace trace = PassedTrace.NONE;
    private @Nullable Caller caller;
    private Set<HttpString> withheld = Set.of();
    private BodyIn body;
    private boolean bodyReplaced;
    private Fields responseFields = NO_FIELDS;

    /**
     * @param id the call id, the client's own or a new one
     * @param function the name in the path; empty if there is none
     * @param target the path and query that the function gets, as the client wrote them
     * @param startedNanos when the request's head had been read, on the gateway's nanosecond clock
     */
    public Call(CallRequest request, String id, String function, String target, Origin origin, long startedNanos) {
        this.request = request;
        this.id = id;
        this.function = function;
        this.target = target;
        this.origin = origin;
        this.startedNanos = startedNanos;
        this.body = request.body();
    }

    public CallRequest request() {
        return request;
    }

    public ResponseOut response() {
        return request.response();
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

    public Origin origin() {
        return origin;
    }

    public long startedNanos() {
        return startedNanos;
    }

    public CallProgress progress() {
        return progress;
    }

    public CallEnding ending() {
        return ending;
    }

    public CallTrace trace() {
        return trace;
    }

    public void trace(CallTrace belongsTo) {
        trace = belongsTo;
    }

    /** Who makes the call; null if nobody had to prove that. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** Says who makes the call, as a credential proves. The name is that of the first one. */
    public void caller(Caller proven) {
        caller = caller == null ? proven : caller.and(proven);
    }

    /** The names of fields that carry credentials for the gateway; they go no further. */
    public Set<HttpString> withheld() {
        return withheld;
    }

    /** Keeps a field with a credential from going further. */
    public void withhold(HttpString field) {
        if (withheld.isEmpty()) {
            withheld = Set.of(field);
            return;
        }
        Set<HttpString> all = new HashSet<>(withheld);
        all.add(field);
        withheld = Set.copyOf(all);
    }

    /** The address that the call comes from, according to trusted proxies. */
    public InetAddress client() {
        try {
            return InetAddress.ofLiteral(origin.realIp());
        } catch (IllegalArgumentException e) {
            return request.clientAddress();
        }
    }

    /** The request's body: the client's, or what replaced it. */
    public BodyIn body() {
        return body;
    }

    /** Has the body be read from somewhere else, which reads the client's. */
    public void replaceBody(BodyIn by) {
        body = by;
        bodyReplaced = true;
    }

    /** Fields that the gateway adds to the function's response; not to be changed. */
    public Fields responseFields() {
        return responseFields;
    }

    /** Sets the fields that the gateway adds to the function's response. */
    public void responseFields(Fields fields) {
        responseFields = fields;
    }

    /** Whether the client waits for a 100 before it sends the body (RFC 9110 §10.1.1), and nobody has begun to read it. */
    public boolean expectsContinue() {
        return !bodyReplaced && request.expectsContinue();
    }

    /** Whether it may be done twice with the effect of once (RFC 9110 §9.2.2). */
    public boolean isIdempotent() {
        return IDEMPOTENT.contains(request.method());
    }

    /** The client disconnected or cancelled the call: all that is in progress for it ends now. */
    public void clientGone() {
        if (ending.clientGone()) {
            body.discard();
        }
    }

    /** Nothing is in progress for it any more, and nothing more of its body is read. */
    public void release() {
        ending.onGone(() -> {});
        body.discard();
    }

    /** The status to count the call with. */
    public int status() {
        int status = response().status();
        return status == 0 ? STATUS_CLIENT_GONE : status;
    }
}
