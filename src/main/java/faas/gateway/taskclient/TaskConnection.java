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
 * A connection to a task, on which one call after the other is made. Used on one IO thread.
 *
 * <p>It goes on listening all the time, also while it is idle: what comes then is its end, or belongs to no answer, and
 * closes it.
 */
public final class TaskConnection {
    /** Announcements before one answer; beyond it the task is taken to be confused. */
    private static final int MAX_INTERIM = 32;

    /** What comes of a request. After the last two nothing more is reported. */
    public interface Events {
        /** An answer that only announces another one: 1xx, but no 101. */
        void interimResponse(ResponseHead head);

        /** The answer, of which only the head was read; its body, if it has one, is at {@link #source()}. */
        void responseStarted(ResponseHead head);

        /** There will be no answer: the connection ended, or what came is no HTTP. */
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

    /** Whether neither side has closed it, as far as is known. */
    public boolean isOpen() {
        return connection.isOpen() && source.isOpen();
    }

    /**
     * Makes a call; only on one that is idle. Without a body the head goes out now, else with the first of the body, which
     * is to be written to {@link #sink()}.
     *
     * @param toHead whether the answer has no body whatever its head says, as that to a HEAD
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
            // The side that reads gets to know.
            sink.suspendWrites();
        }
    }

    /** Where the request's body goes; ending it ends the request, not the connection. */
    public ByteSink sink() {
        return requestBody;
    }

    /** Where the answer's body comes from. */
    public ByteSource source() {
        return responseBody;
    }

    /** What is sent behind a body in chunks; to be set before its end. */
    public void trailers(@Nullable Fields fields) {
        out.trailers(fields);
    }

    /** What came behind a body in chunks, once it is over; null if it was in none. */
    public @Nullable Fields trailers() {
        return in.trailers();
    }

    /** What came of the response's body with its head; null if that is nothing, or in chunks. To be closed by who takes it. */
    public @Nullable PooledByteBuffer takeBufferedBody() {
        return in.takeBuffered();
    }

    /** Whether the answer was read to its last byte. */
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
                // The receiver may have closed it.
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

    /** Makes it ready for the next call; false if there can be none, and it is to be closed. */
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

    /** After a 101: bytes pass both ways as they are, and ending the sink ends the connection's outward side. */
    public void switchToRaw() {
        reusable = false;
        in.switchToRaw();
        out.switchToRaw();
    }

    /** Closes it at once, whatever is under way on it. */
    public void close() {
        state = State.RESPONSE_STARTED;
        events = null;
        reusable = false;
        in.discard();
        out.discard();
        IoUtils.safeClose(connection);
    }
}
