package faas.gateway.proxy.call;

import faas.gateway.http1.Fields;
import faas.gateway.io.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * A response to a client. Its body is written between {@link #start} and the end, as many bytes as the head says. A response that
 * waits too long for its client to read is cut off, and the client reported as gone.
 */
public interface ResponseOut extends ByteSink {
    /** A length that is not known before the end. */
    long UNKNOWN = -1;

    /** Sends an interim response (RFC 9110 §15.2) if the protocol has them; dropped if too many wait for the client. */
    void interim(int status, Fields fields);

    /**
     * Begins the response; its head is sent with the first part of its body, or with a flush.
     *
     * @param fields without those that frame the body or concern the connection, but {@code Content-Length}
     * @param length of the body in bytes, or {@link #UNKNOWN}; ignored where there can be no body
     */
    void start(int status, Fields fields, long length);

    /** Sends a complete response and ends the call; nothing else is to be called for it. */
    void respond(int status, Fields fields, byte[] body);

    /** Fields to send after the body, if the protocol has trailers; to be set before the end. */
    void trailers(@Nullable Fields fields);

    /** Ends the call; its response was ended and flushed before. */
    void finish();

    /** Cuts the response off, so that the client can see that it is incomplete, and ends the call. */
    void abort();

    /** Makes this the last response on an HTTP/1 connection; before its start. */
    default void last() {}

    /** Whether a byte of it, or of its head, may have been sent. */
    boolean isStarted();

    /** The status of the response; 0 before there is one. */
    int status();

    /** Bytes of the body that were accepted. */
    long bodyBytes();
}
