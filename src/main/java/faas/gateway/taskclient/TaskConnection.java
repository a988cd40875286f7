package faas.gateway.taskclient;

import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.HeadWriter;
import faas.gateway.http1.Inbound;
import faas.gateway.http1.MalformedMessage;
import faas.gateway.http1.Outbound;
import faas.gateway.io.ByteSink;
import faas.gateway.io.ByteSource;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.io.SocketSink;
import faas.gateway.io.SocketSource;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A connection to a task, which carries one request at a time. Used on one IO thread.
 *
 * <p>It also listens while it is idle. Then both the end of the connection and unexpected bytes close it.
 */
public final class TaskConnection {
    /** Interim responses before the final one. With more, the connection fails. */
    private static final int MAX_INTERIM = 32;

    /** The events of a request. The last two are final. */
    public interface Events {
        /** An interim response: 1xx, but not 101. */
        void interimResponse(ResponseHead head);

        /** The head of the final response. Its body, if any, is at {@link #source()}. */
        void responseStarted(ResponseHead head);

        /** There is no response: the connection ended, or the bytes are not HTTP. */
        void broken(IOException e);
    }

    private enum State {
        IDLE,
        AWAITING_RESPONSE,
        RESPONSE_STARTED
    }

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final Inbound in;
    private final Outbound out;
    private final ResponseParser parser;
    private final ByteSource responseBody;
    private final ByteSink requestBody;
    private final ChannelListener<ConduitStreamSourceChannel> reader = channel -> readable();
    private State state = State.IDLE;
    private @Nullable Events events;
    private boolean toHead;
    private boolean reusable = true;
    private int interimResponses;

    TaskConnection(StreamConnection connection, ByteBufferPool pool, ResponseParser parser) {
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.in = new Inbound(source.getConduit(), pool);
        this.out = new Outbound(sink.getConduit(), pool);
        this.parser = parser;
        source.setConduit(in);
        sink.setConduit(out);
        this.responseBody = new SocketSource(source);
        this.requestBody = new SocketSink(sink);
        listen();
    }

    private void listen() {
        source.setReadListener(reader);
        source.resumeReads();
    }

    /** Whether it is open, as far as is known. */
    public boolean isOpen() {
        return connection.isOpen() && source.isOpen();
    }

    /**
     * Sends a request. The connection must be idle. Without a body the head is sent now, else with the first bytes of the body,
     * which the caller writes to {@link #sink()}.
     *
     * @param toHead whether the request is a HEAD, so that the response has no body
     * @throws IOException if nothing could be written
     */
    public void send(HeadWriter head, BodyFraming body, boolean toHead, Events events) throws IOException {
        this.events = events;
        this.toHead = toHead;
        state = State.AWAITING_RESPONSE;
        interimResponses = 0;
        out.begin(head, body);
        if (body instanceof BodyFraming.None && !out.flush()) {
            sink.setWriteListener(channel -> continueFlushing());
            sink.resumeWrites();
        }
    }

    private void continueFlushing() {
        try {
            if (out.flush()) {
                sink.suspendWrites();
            }
        } catch (IOException e) {
            // The next read fails too.
            sink.suspendWrites();
        }
    }

    /** The sink for the request's body. Ending it ends the request, not the connection. */
    public ByteSink sink() {
        return requestBody;
    }

    /** The source of the response's body. */
    public ByteSource source() {
        return responseBody;
    }

    /** Sets the trailers of a chunked request. Must be called before its end. */
    public void trailers(@Nullable Fields fields) {
        out.trailers(fields);
    }

    /** The trailers of the response once it is complete; null if it was not chunked. */
    public @Nullable Fields trailers() {
        return in.trailers();
    }

    /** Takes the part of the response's body that arrived with its head; null if there is none. The caller must close it. */
    public @Nullable PooledByteBuffer takeBufferedBody() {
        return in.takeBuffered();
    }

    /** Whether the response has been read to its last byte. */
    public boolean isResponseComplete() {
        return state == State.RESPONSE_STARTED && in.isComplete();
    }

    private void readable() {
        Events receiver = events;
        if (receiver == null || state != State.AWAITING_RESPONSE) {
            if (state == State.IDLE) {
                close();
            } else {
                source.suspendReads();
            }
            return;
        }
        try {
            ResponseHead head = in.head(parser);
            while (head != null && head.isInterim()) {
                if (++interimResponses > MAX_INTERIM) {
                    throw new MalformedMessage("There are more than " + MAX_INTERIM + " interim responses.");
                }
                receiver.interimResponse(head);
                // The receiver may have closed the connection.
                head = state == State.AWAITING_RESPONSE ? in.head(parser) : null;
            }
            if (head != null) {
                responseStarted(head, receiver);
            }
        } catch (IOException e) {
            fail(receiver, e);
        } catch (OutOfBuffersException e) {
            fail(receiver, new IOException(e.getMessage(), e));
        }
    }

    private void fail(Events receiver, IOException e) {
        state = State.RESPONSE_STARTED;
        events = null;
        source.suspendReads();
        receiver.broken(e);
    }

    private void responseStarted(ResponseHead head, Events receiver) {
        state = State.RESPONSE_STARTED;
        events = null;
        boolean hasNoBody = toHead
                || head.status() == StatusCodes.NO_CONTENT
                || head.status() == StatusCodes.NOT_MODIFIED
                || head.status() == StatusCodes.SWITCHING_PROTOCOLS;
        BodyFraming framing = hasNoBody ? new BodyFraming.None() : framing(head);
        reusable = head.isPersistent() && !(framing instanceof BodyFraming.UntilClose);
        in.begin(framing);
        receiver.responseStarted(head);
    }

    private static BodyFraming framing(ResponseHead head) {
        if (head.isChunked()) {
            return new BodyFraming.Chunked();
        }
        return head.length() < 0 ? new BodyFraming.UntilClose() : new BodyFraming.Sized(head.length());
    }

    /** Prepares for the next request. Returns false if the connection cannot be reused and must be closed. */
    public boolean prepareForReuse() {
        boolean ready = state != State.AWAITING_RESPONSE
                && reusable
                && in.isComplete()
                && !in.hasExcess()
                && out.isComplete()
                && isOpen();
        if (ready) {
            state = State.IDLE;
            listen();
        } else if (state == State.RESPONSE_STARTED) {
            source.suspendReads();
        }
        return ready;
    }

    /** Switches both directions to raw bytes, after a 101. Ending the sink then shuts down writes. */
    public void switchToRaw() {
        reusable = false;
        in.switchToRaw();
        out.switchToRaw();
    }

    /** Closes the connection at once, with any request in flight. */
    public void close() {
        state = State.RESPONSE_STARTED;
        events = null;
        reusable = false;
        in.discard();
        out.discard();
        IoUtils.safeClose(connection);
    }
}
