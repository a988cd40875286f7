package faas.gateway.http.h2;

import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.io.IoLoop;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The streams of a connection, and what its frames mean to them (RFC 9113 §5, §6). Used on the connection's IO thread. */
final class Http2Streams implements FrameReader.Receiver {
    /** What a client may send of a body before the function reads it, on one stream and on all. */
    static final int STREAM_WINDOW = 128 * 1024;

    static final int CONNECTION_WINDOW = 512 * 1024;

    /** Estimated heap of a call. */
    private static final long CALL_HEAP_BYTES = 8 * 1024;

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
    private final FlowControl flow = new FlowControl();
    private final Map<Integer, Http2Stream> streams = new HashMap<>();
    private final Set<Http2Response> waiting = new LinkedHashSet<>();
    private final RecentStreams resetByGateway = new RecentStreams();
    private final RecentStreams ended = new RecentStreams();
    private int last;
    private boolean clientGoingAway;

    Http2Streams(Http2Connection connection, IoLoop loop, ConnectionSettings settings, FrameOutput output) {
        this.connection = connection;
        this.loop = loop;
        this.settings = settings;
        this.output = output;
        this.maxStreams =
                Math.min(settings.limits().maxStreams(), loop.memory().buffersOfOne());
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

    IoLoop loop() {
        return loop;
    }

    ConnectionSettings settings() {
        return settings;
    }

    Http2Connection connection() {
        return connection;
    }

    FrameOutput output() {
        return output;
    }

    HpackEncoder encoder() {
        return encoder;
    }

    FlowControl flow() {
        return flow;
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

    private void count() throws ConnectionError {
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
        try {
            decoder.decode(block, length, head);
        } catch (HpackException e) {
            throw new ConnectionError(Frames.COMPRESSION_ERROR, "A field block cannot be decoded: " + e.getMessage() + ".");
        }
        head.complete(endStream);
        if (known != null) {
            trailers(known, head, endStream);
        } else if (id % 2 == 0) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A client's stream has an even number.");
        } else if (id <= last) {
            late(id);
        } else {
            last = id;
            open(id, head, endStream, length);
        }
    }

    private void late(int id) throws ConnectionError {
        if (resetByGateway.contains(id)) {
            count();
            return;
        }
        throw new ConnectionError(
                ended.contains(id) ? Frames.STREAM_CLOSED : Frames.PROTOCOL_ERROR, "A request begins on a stream that is over.");
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

    private void open(int id, Http2Head head, boolean endStream, int bytes) throws ConnectionError {
        // A call that was cancelled counts until it has ended here too: else cancelling would be a way around.
        if (streams.size() >= maxStreams || clientGoingAway) {
            count();
            reset(id, Frames.REFUSED_STREAM);
            return;
        }
        Http2Stream stream = new Http2Stream(id, this, head, endStream);
        streams.put(id, stream);
        connection.begun();
        loop.memory().charge(connection, CALL_HEAP_BYTES + bytes);
        stream.charged(CALL_HEAP_BYTES + bytes);
        settings.receiver().receive(stream, mistake(head));
    }

    private static @Nullable Problem mistake(Http2Head head) {
        if (head.isConnect()) {
            return new CallerMistake.NoTunnel();
        }
        String mistake = head.mistake();
        return mistake == null ? null : new CallerMistake.BadRequest(mistake);
    }

    @Override
    public void data(int id, int length) throws ConnectionError {
        if (!flow.received(length)) {
            throw new ConnectionError(Frames.FLOW_CONTROL_ERROR, "The client sends more than the connection's window.");
        }
        if (length == 0) {
            count();
        }
        Http2Stream stream = streams.get(id);
        if (stream != null && !stream.isRemoteEnded()) {
            if (!stream.received(length)) {
                consumed(length);
                error(id, Frames.FLOW_CONTROL_ERROR);
            }
            return;
        }
        consumed(length);
        if (id > last) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A body comes on a stream that has not begun.");
        }
        if (stream != null || !resetByGateway.contains(id)) {
            error(id, Frames.STREAM_CLOSED);
        }
    }

    @Override
    public void dataBytes(int id, ByteBuffer bytes) {
        Http2Stream stream = streams.get(id);
        if (stream != null && !stream.isRemoteEnded()) {
            stream.body(bytes);
        }
    }

    @Override
    public void dataEnd(int id, boolean endStream, int padding) {
        Http2Stream stream = streams.get(id);
        if (stream == null || stream.isRemoteEnded()) {
            return;
        }
        if (padding > 0) {
            stream.consumed(padding);
        }
        if (endStream) {
            stream.remoteEnded();
        }
        stream.wakeReader();
    }

    /** Gives the client room on the connection for so many further bytes. */
    void consumed(int bytes) {
        int increment = flow.consumed(bytes);
        if (increment > 0) {
            output.windowUpdate(0, increment);
            connection.flushSoon();
        }
    }

    @Override
    public void settings(boolean ack, byte[] payload, int length) throws ConnectionError {
        count();
        if (ack) {
            return;
        }
        for (int at = 0; at < length; at += 6) {
            int number = ((payload[at] & 0xff) << 8) | (payload[at + 1] & 0xff);
            long value = ((payload[at + 2] & 0xffL) << 24)
                    | ((payload[at + 3] & 0xff) << 16)
                    | ((payload[at + 4] & 0xff) << 8)
                    | (payload[at + 5] & 0xff);
            setting(number, value);
        }
        output.settingsAck();
        connection.flushSoon();
        wakeWriters();
    }

    private void setting(int number, long value) throws ConnectionError {
        switch (number) {
            case Frames.HEADER_TABLE_SIZE -> encoder.maxTableBytes(value);
            case Frames.ENABLE_PUSH -> check(value <= 1, Frames.PROTOCOL_ERROR);
            case Frames.INITIAL_WINDOW_SIZE -> {
                check(value <= Frames.MAX_WINDOW, Frames.FLOW_CONTROL_ERROR);
                long change = value - flow.initialWindow();
                flow.initialWindow((int) value);
                for (Http2Stream stream : streams.values()) {
                    check(stream.http2Response().widen(change), Frames.FLOW_CONTROL_ERROR);
                }
            }
            case Frames.MAX_FRAME_SIZE -> check(value >= Frames.MAX_BYTES && value < 1 << 24, Frames.PROTOCOL_ERROR);
            default -> {}
        }
    }

    private static void check(boolean fine, int code) throws ConnectionError {
        if (!fine) {
            throw new ConnectionError(code, "A setting has a value that it cannot have.");
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
            wakeWriters();
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
    private void error(int id, int code) throws ConnectionError {
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
    void over(Http2Stream stream, long chargedBytes) {
        if (streams.remove(stream.id()) == null) {
            return;
        }
        ended.add(stream.id());
        loop.memory().charge(connection, -chargedBytes);
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

    void await(Http2Response response) {
        waiting.add(response);
    }

    void awaitNoMore(Http2Response response) {
        waiting.remove(response);
    }

    /** Lets each response that waits try again, in turn. */
    void wakeWriters() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Http2Response> turn = new ArrayList<>(waiting);
        for (Http2Response response : turn) {
            if (output.isCongested()) {
                connection.wakeWhenWritable();
                return;
            }
            response.wake();
        }
    }

    /** Whether any response that waits could be written further. */
    boolean canGoOn() {
        for (Http2Response response : waiting) {
            if (response.canGoOn()) {
                return true;
            }
        }
        return false;
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
