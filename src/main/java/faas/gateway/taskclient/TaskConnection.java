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

    /** What comes of a request. After the last two nothing more is told. */
    public interface Events {
        /** An answer that only announces another one: 1xx, but no 101. */
        void announced(AnswerHead head);

        /** The answer, of which only the head was read; its body, if it has one, is at {@link #source()}. */
        void answered(AnswerHead head);

        /** There will be no answer: the connection ended, or what came is no HTTP. */
        void broken(IOException e);
    }

    private enum State {
        IDLE,
        ASKED,
        ANSWERED
    }

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final Inbound in;
    private final Outbound out;
    private final AnswerParser parser;
    private final ByteSource answer;
    private final ByteSink body;
    private final ChannelListener<ConduitStreamSourceChannel> reader = channel -> readable();
    private State state = State.IDLE;
    private @Nullable Events events;
    private boolean ofHead;
    private boolean keeps = true;
    private int interim;

    TaskConnection(StreamConnection connection, ByteBufferPool pool, AnswerParser parser) {
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        this.in = new Inbound(source.getConduit(), pool);
        this.out = new Outbound(sink.getConduit(), pool);
        this.parser = parser;
        source.setConduit(in);
        sink.setConduit(out);
        this.answer = new SocketSource(source);
        this.body = new SocketSink(sink);
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
     * @param ofHead whether the answer has no body whatever its head says, as that to a HEAD
     * @throws IOException if nothing could be written
     */
    public void send(HeadWriter head, BodyFraming body, boolean ofHead, Events events) throws IOException {
        this.events = events;
        this.ofHead = ofHead;
        state = State.ASKED;
        interim = 0;
        out.begin(head, body);
        if (body instanceof BodyFraming.None && !out.flush()) {
            sink.setWriteListener(channel -> goOnFlushing());
            sink.resumeWrites();
        }
    }

    private void goOnFlushing() {
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
        return body;
    }

    /** Where the answer's body comes from. */
    public ByteSource source() {
        return answer;
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
    public boolean isAnswerOver() {
        return state == State.ANSWERED && in.isOver();
    }

    private void readable() {
        Events told = events;
        if (told == null || state != State.ASKED) {
            if (state == State.IDLE) {
                close();
            } else {
                source.suspendReads();
            }
            return;
        }
        try {
            AnswerHead head = in.head(parser);
            while (head != null && head.isInterim()) {
                if (++interim > MAX_INTERIM) {
                    throw new MalformedMessage("There are more than " + MAX_INTERIM + " interim responses.");
                }
                told.announced(head);
                // Whoever was told may have closed it.
                head = state == State.ASKED ? in.head(parser) : null;
            }
            if (head != null) {
                answered(head, told);
            }
        } catch (IOException e) {
            breakOff(told, e);
        } catch (OutOfBuffersException e) {
            breakOff(told, new IOException(e.getMessage(), e));
        }
    }

    private void breakOff(Events told, IOException e) {
        state = State.ANSWERED;
        events = null;
        source.suspendReads();
        told.broken(e);
    }

    private void answered(AnswerHead head, Events told) {
        state = State.ANSWERED;
        events = null;
        boolean bodiless = ofHead
                || head.status() == StatusCodes.NO_CONTENT
                || head.status() == StatusCodes.NOT_MODIFIED
                || head.status() == StatusCodes.SWITCHING_PROTOCOLS;
        BodyFraming framing = bodiless ? new BodyFraming.None() : framing(head);
        keeps = head.keepsConnection() && !(framing instanceof BodyFraming.UntilClose);
        in.begin(framing);
        told.answered(head);
    }

    private static BodyFraming framing(AnswerHead head) {
        if (head.isChunked()) {
            return new BodyFraming.Chunked();
        }
        return head.length() < 0 ? new BodyFraming.UntilClose() : new BodyFraming.Sized(head.length());
    }

    /** Makes it ready for the next call; false if there can be none, and it is to be closed. */
    public boolean rest() {
        boolean ready = state != State.ASKED && keeps && in.isOver() && !in.hasExcess() && out.isOut() && isOpen();
        if (ready) {
            state = State.IDLE;
            listen();
        } else if (state == State.ANSWERED) {
            source.suspendReads();
        }
        return ready;
    }

    /** After a 101: bytes pass both ways as they are, and ending the sink ends the connection's outward side. */
    public void leaveHttp() {
        keeps = false;
        in.leaveHttp();
        out.leaveHttp();
    }

    /** Closes it at once, whatever is under way on it. */
    public void close() {
        state = State.ANSWERED;
        events = null;
        keeps = false;
        in.discard();
        out.discard();
        IoUtils.safeClose(connection);
    }
}
