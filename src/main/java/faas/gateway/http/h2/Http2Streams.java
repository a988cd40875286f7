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

/** The streams of a connection, and the handling of its frames (RFC 9113 §5, §6). Used on the connection's IO thread. */
final class Http2Streams implements FrameReader.Receiver, SettingsPayload.Receiver {
    /** Bytes of bodies that a client may send before functions read them, on one stream and on all. */
    static final int STREAM_WINDOW = 128 * 1024;

    static final int CONNECTION_WINDOW = 512 * 1024;

    /** DATA frames of fewer bytes count as control frames if the client's window makes them so short. */
    static final int TINY_FRAME_BYTES = 64;

    private final Http2Connection connection;
    private final IoLoop loop;
    private final ConnectionSettings settings;
    private final FrameOutput output;
    private final int maxStreams;
    private final HpackDecoder decoder = new HpackDecoder();
    private final HpackEncoder encoder = new HpackEncoder();
    private final FloodGuard guard;
    private final FlowControl flow = new FlowControl(CONNECTION_WINDOW);
    private final DataFrames dataFrames = new DataFrames(this, flow);
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private final Http2Context context;
    private final WaitingResponses waiting;
    private final RecentStreams resetByGateway = new RecentStreams();
    private final RecentStreams ended = new RecentStreams();
    private int lastId;
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

    /** Sends the gateway's settings. */
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

    DataFrames dataFrames() {
        return dataFrames;
    }

    @Nullable
    Http2Stream find(int id) {
        return streams.get(id);
    }

    boolean wasReset(int id) {
        return resetByGateway.contains(id);
    }

    int lastId() {
        return lastId;
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    boolean isClientGoingAway() {
        return clientGoingAway;
    }

    /** Counts a frame that costs the gateway more than the client. */
    void countControlFrame() throws ConnectionError {
        guard.count(loop.deadlines().nowNanos());
    }

    @Override
    public void ignored() throws ConnectionError {
        countControlFrame();
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
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A client opened a stream with an even number.");
        } else if (id <= lastId) {
            headersAfterEnd(id);
        } else if (connection.isOpen()) {
            lastId = id;
            open(id, head, endStream);
        }
    }

    private void headersAfterEnd(int id) throws ConnectionError {
        if (resetByGateway.contains(id)) {
            countControlFrame();
            return;
        }
        throw new ConnectionError(
                ended.contains(id) ? Frames.STREAM_CLOSED : Frames.PROTOCOL_ERROR,
                "A HEADERS frame is on a stream that has ended.");
    }

    private void trailers(Http2Stream stream, Http2Head head, boolean endStream) throws ConnectionError {
        if (stream.isRemoteEnded()) {
            streamError(stream.id(), Frames.STREAM_CLOSED);
        } else if (!endStream || head.error() != null) {
            stream.malformed("The trailers are malformed or do not end the stream.");
        } else {
            stream.trailers(head.fields());
        }
    }

    private void open(int id, Http2Head head, boolean endStream) throws ConnectionError {
        // A cancelled call counts until it has ended here. Otherwise cancelling would bypass the limit.
        if (streams.size() >= maxStreams || clientGoingAway) {
            countControlFrame();
            reset(id, Frames.REFUSED_STREAM);
            return;
        }
        if (!loop.memory().mayStartCall(connection)) {
            reset(id, Frames.REFUSED_STREAM);
            return;
        }
        Http2Stream stream = new Http2Stream(id, this, head, endStream);
        streams.put(id, stream);
        connection.streamStarted();
        loop.memory().startCall(connection, stream.heapBytes());
        settings.receiver().receive(stream, head.problem());
    }

    @Override
    public void settings(boolean ack, byte[] payload, int length) throws ConnectionError {
        countControlFrame();
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
            SettingsPayload.check(stream.http2Response().increaseWindow(change), Frames.FLOW_CONTROL_ERROR);
        }
    }

    @Override
    public void ping(boolean ack, byte[] payload) throws ConnectionError {
        countControlFrame();
        if (!ack) {
            output.pingAck(payload);
            connection.flushSoon();
        }
    }

    /** The client makes no further calls on this connection, but waits for the responses to those in flight. */
    @Override
    public void goAway() throws ConnectionError {
        countControlFrame();
        clientGoingAway = true;
        if (streams.isEmpty()) {
            connection.streamsEnded();
        }
    }

    @Override
    public void reset(int id) throws ConnectionError {
        countControlFrame();
        if (id > lastId) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "An RST_STREAM frame is on a stream that was not opened.");
        }
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            stream.cancel();
        }
    }

    @Override
    public void windowUpdate(int id, int increment) throws ConnectionError {
        if (id == 0) {
            flow.increaseSendWindow(increment);
            waiting.wake();
            return;
        }
        if (id > lastId) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A WINDOW_UPDATE is on a stream that was not opened.");
        }
        Http2Stream stream = streams.get(id);
        if (stream == null) {
            countControlFrame();
        } else if (increment == 0) {
            streamError(id, Frames.PROTOCOL_ERROR);
        } else if (!stream.http2Response().increaseWindow(increment)) {
            streamError(id, Frames.FLOW_CONTROL_ERROR);
        } else {
            stream.http2Response().wake();
        }
    }

    /** A stream error (RFC 9113 §5.4.2): cancels its call. Other calls go on. */
    void streamError(int id, int code) throws ConnectionError {
        countControlFrame();
        reset(id, code);
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            stream.cancel();
        }
    }

    /** Resets a stream from the gateway's side. */
    void reset(int id, int code) {
        if (connection.isOpen()) {
            resetByGateway.add(id);
            output.reset(id, code);
            connection.flushSoon();
        }
    }

    /** The stream's call has ended. */
    void ended(Http2Stream stream) {
        if (streams.remove(stream.id()) == null) {
            return;
        }
        ended.add(stream.id());
        loop.memory().endCall(connection, stream.heapBytes());
        if (streams.isEmpty()) {
            connection.streamsEnded();
        }
    }

    /** Cancels all calls, because the connection ends. */
    void cancelAll() {
        for (Http2Stream stream : new ArrayList<>(streams.values())) {
            stream.cancel();
        }
        waiting.clear();
    }

    WaitingResponses waiting() {
        return waiting;
    }

    /** Counts a tiny DATA frame, which the client's window forces. Returns true if there were too many. */
    boolean floodsWithTinyFrames() {
        return guard.isFlood(loop.deadlines().nowNanos());
    }

    /** Since when the longest waiting stream waits for the client, on the thread's clock. */
    long stalledSinceNanos() {
        long since = Long.MAX_VALUE;
        for (Http2Stream stream : streams.values()) {
            since = Math.min(since, stream.stalledSinceNanos());
        }
        return since;
    }
}
