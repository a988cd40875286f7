package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.ConnectionError;
import faas.gateway.http.h2.frame.FloodGuard;
import faas.gateway.http.h2.frame.FlowControl;
import faas.gateway.http.h2.frame.FrameOutput;
import faas.gateway.http.h2.frame.FrameReader;
import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.frame.SettingsPayload;
import faas.gateway.http.h2.hpack.HpackDecoder;
import faas.gateway.http.h2.hpack.HpackEncoder;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.io.IoLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams of a connection, and what its frames mean to them (RFC 9113 §5, §6). Used on the connection's IO thread. */
final class Http2Streams implements FrameReader.Receiver, SettingsPayload.Receiver {
    /** What a client may send of a body before the function reads it, on one stream and on all. */
    static final int STREAM_WINDOW = 128 * 1024;

    static final int CONNECTION_WINDOW = 512 * 1024;

    /** DATA frames of fewer bytes, where the client's window has them so short, count as control frames. */
    static final int DRIBBLE_BYTES = 64;

    private final Http2Connection connection;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final FrameOutput output;
    private final int maxStreams;
    private final HpackDecoder decoder = new HpackDecoder();
    private final HpackEncoder encoder = new HpackEncoder();
    private final FloodGuard guard;
    private final FlowControl flow = new FlowControl(CONNECTION_WINDOW);
    private final DataFrames bodies = new DataFrames(this, flow);
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private final Http2Context context;
    private final WaitingResponses waiting;
    private final RecentStreams resetByGateway = new RecentStreams();
    private final RecentStreams ended = new RecentStreams();
    private int last;
    private boolean clientGoingAway;

    Http2Streams(Http2Connection connection, IoLoop loop, ConnectionSettings settings, FrameOutput output) {
        this.connection = connection;
        this.loop = loop;
        this.settings = settings;
        this.output = output;
        this.context = new Http2Context(connection, loop, settings, output, encoder, flow);
        this.waiting = new WaitingResponses(connection, output);
        this.maxStreams = Math.min(settings.limits().maxStreams(), loop.memory().maxBuffersPerConnection());
        this.guard = new FloodGuard(loop.deadlines().nowNanos());
    }

    /** Says what the gateway takes. */
    void begin() {
        output.settings(
                Frames.MAX_CONCURRENT_STREAMS,
                maxStreams,
                Frames.INITIAL_WINDOW_SIZE,
                STREAM_WINDOW,
                Frames.MAX_HEADER_LIST_SIZE,
                settings.limits().maxHeaderBytes());
        output.windowUpdate(0, CONNECTION_WINDOW - Frames.DEFAULT_WINDOW);
    }

    Http2Context context() {
        return context;
    }

    DataFrames bodies() {
        return bodies;
    }

    @Nullable
    Http2Stream find(int id) {
        return streams.get(id);
    }

    boolean wasReset(int id) {
        return resetByGateway.contains(id);
    }

    int last() {
        return last;
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    boolean isClientGoingAway() {
        return clientGoingAway;
    }

    /** Counts a frame that costs the gateway more than the client. */
    void count() throws ConnectionError {
        guard.count(loop.deadlines().nowNanos());
    }

    @Override
    public void withoutEffect() throws ConnectionError {
        count();
    }

    @Override
    public void headers(int id, boolean endStream, byte[] block, int length) throws ConnectionError {
        Http2Stream known = streams.get(id);
        Http2Head head = new Http2Head(
                settings.limits().maxHeaderBytes(), settings.limits().maxHeaders(), known != null);
        head.decode(decoder, block, length, endStream);
        if (known != null) {
            trailers(known, head, endStream);
        } else if (id % 2 == 0) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A client's stream has an even number.");
        } else if (id <= last) {
            late(id);
        } else {
            last = id;
            open(id, head, endStream);
        }
    }

    private void late(int id) throws ConnectionError {
        if (resetByGateway.contains(id)) {
            count();
            return;
        }
        throw new ConnectionError(
                ended.contains(id) ? Frames.STREAM_CLOSED : Frames.PROTOCOL_ERROR,
                "A request begins on a stream that is over.");
    }

    private void trailers(Http2Stream stream, Http2Head head, boolean endStream) throws ConnectionError {
        if (stream.isRemoteEnded()) {
            error(stream.id(), Frames.STREAM_CLOSED);
        } else if (!endStream || head.mistake() != null) {
            stream.malformed("What follows the body is not proper fields, or does not end it.");
        } else {
            stream.trailers(head.fields());
        }
    }

    private void open(int id, Http2Head head, boolean endStream) throws ConnectionError {
        // A call that was cancelled counts until it has ended here too: else cancelling would be a way around.
        if (streams.size() >= maxStreams || clientGoingAway || !loop.memory().mayStartCall(connection)) {
            count();
            reset(id, Frames.REFUSED_STREAM);
            return;
        }
        Http2Stream stream = new Http2Stream(id, this, head, endStream);
        streams.put(id, stream);
        connection.begun();
        loop.memory().startCall(connection, stream.heapBytes());
        settings.receiver().receive(stream, head.problem());
    }

    @Override
    public void settings(boolean ack, byte[] payload, int length) throws ConnectionError {
        count();
        if (ack) {
            return;
        }
        SettingsPayload.read(payload, length, this);
        output.settingsAck();
        connection.flushSoon();
        waiting.wake();
    }

    @Override
    public void maxTableBytes(long bytes) {
        encoder.maxTableBytes(bytes);
    }

    @Override
    public void initialWindow(int bytes) throws ConnectionError {
        long change = (long) bytes - flow.initialWindow();
        flow.initialWindow(bytes);
        for (Http2Stream stream : streams.values()) {
            SettingsPayload.check(stream.http2Response().widen(change), Frames.FLOW_CONTROL_ERROR);
        }
    }

    @Override
    public void ping(boolean ack, byte[] payload) throws ConnectionError {
        count();
        if (!ack) {
            output.pong(payload);
            connection.flushSoon();
        }
    }

    /** The client makes no further calls here, but waits for the responses that are due. */
    @Override
    public void goAway() throws ConnectionError {
        count();
        clientGoingAway = true;
        if (streams.isEmpty()) {
            connection.noStreams();
        }
    }

    @Override
    public void reset(int id) throws ConnectionError {
        count();
        if (id > last) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A stream is reset that has not begun.");
        }
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            stream.cutOff();
        }
    }

    @Override
    public void windowUpdate(int id, int increment) throws ConnectionError {
        if (id == 0) {
            if (increment == 0) {
                throw new ConnectionError(Frames.PROTOCOL_ERROR, "The connection's window grows by nothing.");
            }
            if (!flow.widen(increment)) {
                throw new ConnectionError(Frames.FLOW_CONTROL_ERROR, "The connection's window grows too large.");
            }
            waiting.wake();
            return;
        }
        if (id > last) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A window grows on a stream that has not begun.");
        }
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            count();
        } else if (increment == 0) {
            error(id, Frames.PROTOCOL_ERROR);
        } else if (!stream.http2Response().widen(increment)) {
            error(id, Frames.FLOW_CONTROL_ERROR);
        } else {
            stream.http2Response().wake();
        }
    }

    /** The client made a mistake that concerns one stream: its call ends, others go on (RFC 9113 §5.4.2). */
    void error(int id, int code) throws ConnectionError {
        count();
        reset(id, code);
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            stream.cutOff();
        }
    }

    /** Resets a stream by the gateway's own will. */
    void reset(int id, int code) {
        if (connection.isOpen()) {
            resetByGateway.add(id);
            output.reset(id, code);
            connection.flushSoon();
        }
    }

    /** The stream's call is over. */
    void over(Http2Stream stream) {
        if (streams.remove(stream.id()) == null) {
            return;
        }
        ended.add(stream.id());
        loop.memory().endCall(connection, stream.heapBytes());
        if (streams.isEmpty()) {
            connection.noStreams();
        }
    }

    /** The connection ends with all its calls. */
    void cutOffAll() {
        for (Http2Stream stream : new ArrayList<>(streams.values())) {
            stream.cutOff();
        }
        waiting.clear();
    }

    WaitingResponses waiting() {
        return waiting;
    }

    /** A body goes out in tiny pieces, since the client's window is so small. */
    boolean dribbles() {
        try {
            count();
            return false;
        } catch (ConnectionError e) {
            return true;
        }
    }

    /** Since when any of them waits for the client, on the thread's clock. */
    long stalledSinceNanos() {
        long since = Long.MAX_VALUE;
        for (Http2Stream stream : streams.values()) {
            since = Math.min(since, stream.stalledSinceNanos());
        }
        return since;
    }
}
