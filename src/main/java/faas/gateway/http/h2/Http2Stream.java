package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.frame.ReceiveWindow;
import faas.gateway.http.reply.ClientRequest;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.io.IoLoop;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.RefusedBody;
import faas.gateway.proxy.call.ResponseOut;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One request on a stream, with its body and its response. Used on the connection's IO thread. */
final class Http2Stream extends ClientRequest {
    private enum State {
        OPEN,
        /** The client has cancelled the call, which has not ended yet. */
        CANCELLED,
        COMPLETE
    }

    private final int id;
    private final Http2Streams streams;
    private final Http2Head head;
    private final Http2Response response;
    private final ReceiveWindow window = new ReceiveWindow(Http2Streams.STREAM_WINDOW);
    private final ReceivedBody body;

    private @Nullable Runnable reader;
    private @Nullable Fields trailers;
    private @Nullable String error;
    private boolean resumed;
    private boolean remoteEnded;
    private boolean continued;
    private State state = State.OPEN;
    private long waitingSinceNanos = Long.MAX_VALUE;

    Http2Stream(int id, Http2Streams streams, Http2Head head, boolean endStream) {
        super(
                streams.context().connection().client(),
                head.method(),
                head.target(),
                head.fields(),
                framing(head.length(), endStream));
        this.id = id;
        this.streams = streams;
        this.head = head;
        this.body = new ReceivedBody(streams.context().settings().readBuffers());
        this.remoteEnded = endStream;
        this.continued = endStream || !hasExpectContinue();
        this.response = new Http2Response(this, streams, method());
    }

    private static BodyFraming framing(long length, boolean endStream) {
        if (length > 0) {
            return new BodyFraming.Sized(length);
        }
        return endStream || length == 0 ? new BodyFraming.None() : new BodyFraming.Chunked();
    }

    int id() {
        return id;
    }

    Http2Response http2Response() {
        return response;
    }

    boolean isRemoteEnded() {
        return remoteEnded;
    }

    boolean isMalformed() {
        return error != null || head.error() != null;
    }

    ReceiveWindow window() {
        return window;
    }

    void body(ByteBuffer bytes) {
        continued = true;
        if (isComplete() || error != null) {
            streams.dataFrames().consumed(bytes.remaining());
            return;
        }
        body.add(bytes);
        if (head.length() >= 0 && body.receivedBytes() > head.length()) {
            malformed("The body is longer than its Content-Length.");
        }
    }

    void trailers(Fields fields) {
        trailers = fields;
        remoteEnded();
        wakeReader();
    }

    void remoteEnded() {
        remoteEnded = true;
        continued = true;
        if (head.length() >= 0 && body.receivedBytes() != head.length()) {
            malformed("The body is shorter or longer than its Content-Length.");
        }
    }

    void malformed(String sentence) {
        error = error == null ? sentence : error;
        wakeReader();
    }

    void wakeReader() {
        if (resumed && reader != null) {
            waitingSinceNanos = Long.MAX_VALUE;
            reader.run();
        }
    }

    void consumed(int bytes) {
        streams.dataFrames().consumed(bytes);
        int increment = remoteEnded || isComplete() ? 0 : window.consumed(bytes);
        if (increment > 0) {
            streams.context().output().windowUpdate(id, increment);
            streams.context().connection().flushSoon();
        }
    }

    void responseSent() {
        if (isComplete()) {
            return;
        }
        if (isMalformed()) {
            streams.reset(id, Frames.PROTOCOL_ERROR);
        } else if (!remoteEnded) {
            // The client need not send the rest of the body (RFC 9113 §8.1).
            streams.reset(id, Frames.NO_ERROR);
        }
        end();
    }

    void cancel() {
        if (state == State.OPEN) {
            state = State.CANCELLED;
            listener().clientGone();
            end();
        }
    }

    void abort(int code) {
        if (state == State.OPEN) {
            streams.reset(id, code);
            end();
        }
    }

    private void end() {
        if (isComplete()) {
            return;
        }
        state = State.COMPLETE;
        response.release();
        int unread = body.discard();
        if (unread > 0) {
            streams.dataFrames().consumed(unread);
        }
        listener().ended();
        streams.ended(this);
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    long stalledSinceNanos() {
        return Math.min(waitingSinceNanos, response.stalledSinceNanos());
    }

    @Override
    public IoLoop loop() {
        return streams.context().loop();
    }

    @Override
    public String protocol() {
        return "HTTP/2.0";
    }

    @Override
    public boolean expectsContinue() {
        return !continued;
    }

    @Override
    public ResponseOut response() {
        return response;
    }

    @Override
    public boolean isEnded() {
        return remoteEnded && body.isEmpty() && error == null;
    }

    @Override
    public @Nullable Fields trailers() {
        return trailers;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (isComplete()) {
            throw new IOException("the stream was reset");
        }
        if (!continued) {
            continued = true;
            response.interim(100, new Fields());
        }
        if (error != null) {
            throw new RefusedBody(new ClientError.BadRequest(error));
        }
        long max = streams.context().settings().limits().maxBodyBytes();
        if (body.receivedBytes() > max) {
            throw new RefusedBody(new ClientError.BodyTooLarge(max));
        }
        if (body.isEmpty()) {
            return remoteEnded ? -1 : 0;
        }
        int now = body.read(to);
        consumed(now);
        return now;
    }

    @Override
    public void onReadable(@Nullable Runnable listener) {
        reader = listener;
    }

    @Override
    public void resumeReads() {
        resumed = true;
        waitingSinceNanos = loop().deadlines().nowNanos();
        if (!body.isEmpty() || remoteEnded || error != null) {
            loop().execute(this::wakeReader);
        }
    }

    @Override
    public void suspendReads() {
        resumed = false;
        waitingSinceNanos = Long.MAX_VALUE;
    }
}
