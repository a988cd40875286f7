package faas.gateway.http;

import faas.gateway.proxy.Call;
import faas.gateway.proxy.Problem;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.AbstractHttp2StreamSinkChannel;
import io.undertow.protocols.http2.AbstractHttp2StreamSourceChannel;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2PingStreamSourceChannel;
import io.undertow.protocols.http2.Http2RstStreamStreamSourceChannel;
import io.undertow.protocols.http2.Http2SettingsStreamSourceChannel;
import io.undertow.protocols.http2.Http2StreamSourceChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Cookies;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelExceptionHandler;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/**
 * A caller's connection that carries its calls as streams (RFC 9113). Bounds what Undertow leaves unbounded: the calls under
 * way at a time, and frames that cost the gateway more than the caller. Used on the connection's IO thread, but for
 * {@link #drainSoon}.
 */
final class Http2Connection extends Http2Channel {
    /** A call on the connection, from its head on. */
    private static final class Stream {
        private final int id;
        private final HttpString method;
        private final @Nullable Problem refusal;
        private @Nullable Call call;
        private boolean reset;

        Stream(int id, HttpString method, @Nullable Problem refusal) {
            this.id = id;
            this.method = method;
            this.refusal = refusal;
        }
    }

    private static final AttachmentKey<Stream> STREAM = AttachmentKey.create(Stream.class);

    /** An ordinary end: of the connection by the caller. */
    private static final Set<Integer> NO_MISTAKE = Set.of(ERROR_NO_ERROR, ERROR_CONNECT_ERROR);

    /**
     * Pings, settings, cancelled calls and pieces of a body with nothing in them that may come within {@link #WINDOW_NANOS};
     * beyond it the connection is closed. The first two must be answered, so that a caller who does not read could fill the
     * memory; the last are kept until the function reads, and no window bounds them. Ten times what a browser that leaves a
     * page full of pictures sends.
     */
    static final int MAX_CONTROL_FRAMES = 1000;

    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int maxStreams;
    private final Refusals refusals;
    private final LongSupplier nanoTime;
    private final long idleMillis;
    private final FrameWatch frames = new FrameWatch();
    private final Map<Integer, Stream> streams = new HashMap<>();
    private Stream latest = new Stream(0, Methods.GET, null);
    private boolean draining;
    private long windowNanos;
    private int controlFrames;

    Http2Connection(
            StreamConnection connection,
            ByteBufferPool buffers,
            PooledByteBuffer first,
            OptionMap options,
            int maxStreams,
            Refusals refusals,
            LongSupplier nanoTime) {
        super(connection, null, buffers, first, false, false, options);
        this.maxStreams = maxStreams;
        this.refusals = refusals;
        this.nanoTime = nanoTime;
        this.idleMillis = options.get(UndertowOptions.NO_REQUEST_TIMEOUT, Integer.MAX_VALUE);
        this.windowNanos = nanoTime.getAsLong();
    }

    /** Why the exchange's head, if it came over HTTP/2, is not that of a call; null if it is. */
    static @Nullable Problem refusal(HttpServerExchange exchange) {
        Stream stream = exchange.isHttp11() ? null : exchange.getAttachment(STREAM);
        return stream == null ? null : stream.refusal;
    }

    /** Has a call taken back when its stream, if it came over HTTP/2, is reset. */
    static void whenReset(HttpServerExchange exchange, Call call) {
        Stream stream = exchange.isHttp11() ? null : exchange.getAttachment(STREAM);
        if (stream != null) {
            stream.call = call;
        }
    }

    /** Undertow watches over a connection from its first call on only. */
    void closeIfNothingComes() {
        getIoThread()
                .executeAfter(
                        () -> {
                            if (latest.id == 0) {
                                sendGoAway(ERROR_NO_ERROR);
                            }
                        },
                        idleMillis,
                        TimeUnit.MILLISECONDS);
    }

    /** A call begins, the one whose head was read last. */
    void begins(HttpServerExchange exchange) {
        Stream stream = latest;
        streams.put(stream.id, stream);
        exchange.putAttachment(STREAM, stream);
        exchange.setRequestMethod(stream.method);
        // What the caller says of it counts for nothing.
        exchange.setRequestScheme(getSslSession() == null ? "http" : "https");
        exchange.addExchangeCompleteListener((over, next) -> {
            streams.remove(stream.id);
            if (draining) {
                getIoThread().execute(this::goAwayIfIdle);
            }
            next.proceed();
        });
    }

    /** Closes the connection in order once it carries no call; may be asked on any thread. */
    void drainSoon() {
        try {
            getIoThread().execute(() -> {
                draining = true;
                goAwayIfIdle();
            });
        } catch (RejectedExecutionException e) {
            // The IO thread is stopping, and the connection with it.
        }
    }

    private void goAwayIfIdle() {
        if (streams.isEmpty()) {
            sendGoAway(ERROR_NO_ERROR);
        }
    }

    /** Closes the connection now, whatever it carries. */
    void goAwayNow(CountDownLatch said) {
        try {
            getIoThread().execute(() -> {
                sendGoAway(ERROR_NO_ERROR);
                said.countDown();
            });
        } catch (RejectedExecutionException e) {
            said.countDown();
        }
    }

    /** Undertow would take a head for whole, whatever is to come of it, if it has read nothing beyond a frame of it. */
    @Override
    protected @Nullable FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        int from = data.position();
        FrameHeaderData frame = super.parseFrame(data);
        frames.note(data, from, data.position());
        if (frames.hasEmptyPiece()) {
            count();
        }
        return frames.amidHead() ? null : frame;
    }

    @Override
    protected @Nullable AbstractHttp2StreamSourceChannel createChannel(FrameHeaderData head, PooledByteBuffer data)
            throws IOException {
        AbstractHttp2StreamSourceChannel created;
        try {
            created = super.createChannel(head, data);
        } catch (NumberFormatException e) {
            throw new IOException("a Content-Length that is no number", e);
        }
        return switch (created) {
            case null -> null;
            case Http2StreamSourceChannel call -> admit(call);
            case Http2PingStreamSourceChannel ping -> counted(ping);
            case Http2SettingsStreamSourceChannel settings -> counted(settings);
            case Http2RstStreamStreamSourceChannel reset -> {
                reset(reset.getStreamId());
                yield counted(reset);
            }
            default -> created;
        };
    }

    private @Nullable AbstractHttp2StreamSourceChannel admit(Http2StreamSourceChannel call) {
        // A call that was cancelled counts until it has ended here too: else cancelling would be a way around.
        if (streams.size() >= maxStreams) {
            sendRstStream(call.getStreamId(), ERROR_REFUSED_STREAM);
            return null;
        }
        HeaderMap fields = call.getHeaders();
        Problem refusal = Http2Head.refusal(fields);
        latest = new Stream(call.getStreamId(), Http2Head.method(fields), refusal);
        if (refusal == null) {
            Http2Head.complete(fields);
            Cookies.assembleCrumbs(fields);
        } else {
            // Undertow would close the connection, or the stream, without a word.
            Http2Head.disarm(fields);
        }
        return call;
    }

    /** Undertow then takes the request's body for one that has ended. */
    private void reset(int id) {
        Stream stream = streams.get(id);
        if (stream == null || stream.reset) {
            return;
        }
        stream.reset = true;
        Call call = stream.call;
        if (call != null) {
            call.takeBack();
            // Not amid the reading of a frame.
            getIoThread().execute(call::endTakenBack);
        }
    }

    @Override
    public void sendRstStream(int id, int code) {
        Stream stream = streams.get(id);
        if (stream != null && stream.reset) {
            return;
        }
        reset(id);
        super.sendRstStream(id, code);
    }

    @Override
    public void sendGoAway(int code, ChannelExceptionHandler<AbstractHttp2StreamSinkChannel> handler) {
        if (!isThisGoneAway() && !NO_MISTAKE.contains(code)) {
            refusals.ofHttp2();
        }
        super.sendGoAway(code, handler);
    }

    private AbstractHttp2StreamSourceChannel counted(AbstractHttp2StreamSourceChannel frame) {
        count();
        return frame;
    }

    private void count() {
        long now = nanoTime.getAsLong();
        if (now - windowNanos > WINDOW_NANOS) {
            windowNanos = now;
            controlFrames = 0;
        }
        controlFrames++;
        if (controlFrames > MAX_CONTROL_FRAMES) {
            sendGoAway(ERROR_ENHANCE_YOUR_CALM);
        }
    }
}
