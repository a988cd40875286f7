package faas.gateway.proxy.call;

import faas.gateway.function.Subject;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.io.ByteSink;
import faas.gateway.io.ByteSource;
import faas.gateway.io.IoLoop;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: what the proxy knows of a client, whatever protocol that speaks. Used on one IO thread.
 */
public interface CallRequest {
    /** What the client's side reports. */
    interface Events {
        /** The client disconnected or cancelled the call; at once, at most once, and before the end. */
        void clientGone();

        /** Nothing more is read from the client or written to it for this call; exactly once. */
        void ended();
    }

    /** Two ends that have left HTTP. */
    record RawStream(ByteSource source, ByteSink sink) {}

    IoLoop loop();

    HttpString method();

    /** The request target as the client sent it: a path with its query, an absolute URI, or {@code *}. */
    String target();

    /** The fields as the client sent them. */
    Fields fields();

    /** {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2.0}. */
    String protocol();

    /** The address that the connection comes from. */
    InetAddress clientAddress();

    /** Whether the client's connection uses TLS. */
    boolean isSecure();

    /** Who the client is, by a certificate that is valid now; null without one. */
    default @Nullable Subject clientSubject() {
        return null;
    }

    /** Whether nobody may call without a certificate, and the client has none that is valid now. */
    default boolean lacksCertificate() {
        return false;
    }

    /** How the end of the body is found; none if there is no body. */
    BodyFraming framing();

    /** Whether the client waits for a 100 before it sends the body (RFC 9110 §10.1.1). */
    boolean expectsContinue();

    BodyIn body();

    ResponseOut response();

    /** Whether the connection may leave HTTP. */
    default boolean canUpgrade() {
        return false;
    }

    /**
     * Sends a 101 and leaves HTTP; the response has no body then.
     *
     * @param joined gets the two ends once the 101 is sent; the call ends when {@link #closeRaw} is called
     */
    default void upgrade(Fields fields, Consumer<RawStream> joined) {
        throw new IllegalStateException("the connection cannot leave HTTP");
    }

    /** Closes a connection that has left HTTP. */
    default void closeRaw() {
        throw new IllegalStateException("the connection has not left HTTP");
    }

    /** Sets the listener; to be called once, before anything else. */
    void events(Events events);
}
