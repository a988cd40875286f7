package faas.gateway.proxy.call;

import faas.gateway.http1.Fields;
import faas.gateway.io.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * The way of a response to its client. Between {@link #start} and the end its body is written, as many bytes as the head says.
 * A response that waits too long for its client to read is cut off, and reported as a client that went away.
 */
public interface ResponseOut extends ByteSink {
    /** A length that is not known before the end. */
    long UNKNOWN = -1;

    /** Sends an interim response (RFC 9110 §15.2) if the protocol has them; too many that wait for the client are left out. */
    void interim(int status, Fields fields);

    /**
     * Begins the response; its head goes out with the first of its body, or with a flush.
     *
     * @param fields without those that frame the body or concern the connection, but {@code Content-Length}
     * @param length of the body in bytes, or {@link #UNKNOWN}; does not count where there can be no body
     */
    void start(int status, Fields fields, long length);

    /** Sends a whole response, for which nothing else is to be called. */
    void respond(int status, Fields fields, byte[] body);

    /** What follows the body, if the protocol can say it; to be set before the end. */
    void trailers(@Nullable Fields fields);

    /** Says that the call is over: its response was ended and flushed, and nothing more is asked of it. */
    void finish();

    /** Cuts the response off, so that the client can tell it from a whole one, and ends the call. */
    void abort();

    /** Has this be the last response on its connection, where a connection has one after the other; before its start. */
    default void last() {}

    /** Whether a byte of it, or of its head, may be out. */
    boolean isStarted();

    /** The status of the response; 0 before there is one. */
    int status();

    /** Bytes of the body that were taken. */
    long bodyBytes();
}
