package faas.gateway.http.reply;

import faas.gateway.function.Subject;
import faas.gateway.http.tls.Peer;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.BodyIn;
import faas.gateway.proxy.call.CallRequest;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a request that is the same over all protocols: its head, and the listener of its call. Used on one IO thread. */
public abstract class ClientRequest implements CallRequest, BodyIn {
    private static final String CONTINUE = "100-continue";

    private final Peer client;
    private final HttpString method;
    private final String target;
    private final Fields fields;
    private final BodyFraming framing;
    private final long heapBytes;
    private @Nullable Events events;

    protected ClientRequest(Peer client, HttpString method, String target, Fields fields, BodyFraming framing) {
        this.client = client;
        this.method = method;
        this.target = target;
        this.fields = fields;
        this.framing = framing;
        this.heapBytes = HeapCost.ofCall(target, fields);
    }

    /** The heap that it holds, by estimate. */
    public final long heapBytes() {
        return heapBytes;
    }

    /** Whether the client may wait for a 100 (RFC 9110 §10.1.1). */
    protected final boolean hasExpectContinue() {
        return CONTINUE.equalsIgnoreCase(fields.first(Headers.EXPECT));
    }

    /** The listener, which is set before anything can happen to the call. */
    protected final Events listener() {
        return Objects.requireNonNull(events);
    }

    @Override
    public final void events(Events listener) {
        events = listener;
    }

    @Override
    public final InetAddress clientAddress() {
        return client.address();
    }

    @Override
    public final boolean isSecure() {
        return client.isSecure();
    }

    @Override
    public final @Nullable Subject clientSubject() {
        return client.subject();
    }

    @Override
    public final boolean lacksCertificate() {
        return client.lacksCertificate();
    }

    @Override
    public final HttpString method() {
        return method;
    }

    @Override
    public final String target() {
        return target;
    }

    @Override
    public final Fields fields() {
        return fields;
    }

    @Override
    public final BodyFraming framing() {
        return framing;
    }

    @Override
    public final BodyIn body() {
        return this;
    }
}
