package faas.gateway.wire;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.HeaderMap;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
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
        this.in = new Inbound(source.getConduit(), pool, parser);
        this.out = new Outbound(sink.getConduit(), pool);
        source.setConduit(in);
        sink.setConduit(out);
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
    public void send(RequestHead head, RequestBody body, boolean ofHead, Events events) throws IOException {
        this.events = events;
        this.ofHead = ofHead;
        state = State.ASKED;
        interim = 0;
        out.begin(head, body);
        if (body instanceof RequestBody.None && !out.flush()) {
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
    public StreamSinkChannel sink() {
        return sink;
    }

    /** Where the answer's body comes from. */
    public StreamSourceChannel source() {
        return source;
    }

    /** What is sent behind a body in chunks; to be set before its end. */
    public void trailers(HeaderMap fields) {
        out.trailers(fields);
    }

    /** What came behind a body in chunks, once it is over; null if it was in none. */
    public @Nullable HeaderMap trailers() {
        return in.trailers();
    }

    /** The answer's whole body, if it came along with its head; null if there is none, or it is still to be read. */
    public @Nullable PooledByteBuffer takeWholeBody() {
        return in.takeWhole();
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
            AnswerHead head = in.head();
            while (head != null && head.isInterim()) {
                if (++interim > MAX_INTERIM) {
                    throw new BadAnswer("more than " + MAX_INTERIM + " announcements of an answer");
                }
                told.announced(head);
                // Whoever was told may have closed it.
                head = state == State.ASKED ? in.head() : null;
            }
            if (head != null) {
                answered(head, told);
            }
        } catch (IOException e) {
            state = State.ANSWERED;
            events = null;
            source.suspendReads();
            told.broken(e);
        }
    }

    private void answered(AnswerHead head, Events told) {
        state = State.ANSWERED;
        events = null;
        boolean bodiless = ofHead
                || head.status() == StatusCodes.NO_CONTENT
                || head.status() == StatusCodes.NOT_MODIFIED
                || head.status() == StatusCodes.SWITCHING_PROTOCOLS;
        keeps = head.keepsConnection() && (bodiless || head.isChunked() || head.length() >= 0);
        in.begin(head, bodiless);
        told.answered(head);
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
