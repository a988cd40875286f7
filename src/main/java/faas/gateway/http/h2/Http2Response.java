package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.FrameOutput;
import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.frame.SendWindow;
import faas.gateway.http.h2.hpack.HpackEncoder;
import faas.gateway.http1.Fields;
import faas.gateway.io.ClientTimeout;
import faas.gateway.proxy.call.ResponseOut;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends the response of one stream, within the windows of stream and connection. Used on the connection's IO thread. */
final class Http2Response implements ResponseOut {
    private enum Stage {
        /** More of the body may follow. */
        OPEN,
        /** The body is complete, and the end of the stream has not been sent. */
        ENDING,
        /** The end of the stream has been sent. */
        ENDED
    }

    private final Http2Stream stream;
    private final Http2Streams streams;
    private final Http2Context context;
    private final FrameOutput output;
    private final HttpString method;
    private final SendWindow window;
    private final ClientTimeout timeout;
    private @Nullable Runnable writer;
    private @Nullable ByteBuffer remaining;
    private @Nullable Fields head;
    private @Nullable Fields trailers;
    private boolean waiting;
    private Stage stage = Stage.OPEN;
    private int status;
    private long length;

    Http2Response(Http2Stream stream, Http2Streams streams, HttpString method) {
        this.stream = stream;
        this.streams = streams;
        this.context = streams.context();
        this.output = context.output();
        this.method = method;
        this.window = new SendWindow(context.flow().initialWindow());
        this.timeout = new ClientTimeout(context.loop().deadlines(), this::timedOut);
    }

    /** Changes the stream's window by this many bytes. Returns false if it becomes too large. */
    boolean increaseWindow(long bytes) {
        return window.increase(bytes);
    }

    @Override
    public void interim(int interimStatus, Fields fields) {
        if (isStarted() || stream.isComplete() || output.isCongested()) {
            return;
        }
        HpackEncoder encoder = context.encoder();
        encoder.begin();
        encoder.status(interimStatus);
        encoder.fields(fields);
        output.headers(stream.id(), encoder.block(), encoder.length(), false);
        context.connection().flushSoon();
    }

    @Override
    public void start(int code, Fields fields, long bytes) {
        status = code;
        length = bytes;
        head = fields;
    }

    /** Whether the response has no body, whatever its head declares. */
    private boolean isBodiless() {
        return method.equals(Methods.HEAD) || status == StatusCodes.NO_CONTENT || status == StatusCodes.NOT_MODIFIED;
    }

    /** Writes the head if that has not been done. Returns false if it has to wait. */
    private boolean sendHead(boolean endStream) {
        Fields fields = head;
        if (fields == null) {
            return true;
        }
        if (output.isCongested()) {
            return false;
        }
        head = null;
        HpackEncoder encoder = context.encoder();
        ResponseBlock.encode(
                encoder,
                status,
                fields,
                length >= 0 && status != StatusCodes.NO_CONTENT,
                context.settings().date());
        output.headers(stream.id(), encoder.block(), encoder.length(), endStream);
        return true;
    }

    @Override
    public void respond(int code, Fields fields, byte[] body) {
        if (code != StatusCodes.NO_CONTENT) {
            fields.add(Headers.CONTENT_LENGTH, Integer.toString(body.length));
        }
        start(code, fields, body.length);
        remaining = ByteBuffer.wrap(isBodiless() ? new byte[0] : body);
        continueWriting();
    }

    /** Writes the rest of a response with a body from memory. */
    private void continueWriting() {
        ByteBuffer left = remaining;
        if (left == null || stream.isComplete()) {
            return;
        }
        while (left.hasRemaining()) {
            if (write(left) == 0) {
                resumeWrites();
                return;
            }
        }
        end();
        if (!flush()) {
            resumeWrites();
            return;
        }
        suspendWrites();
        stream.responseSent();
    }

    @Override
    public int write(ByteBuffer from) {
        if (stream.isComplete() || !sendHead(false) || output.isCongested()) {
            return 0;
        }
        SendWindow shared = context.flow().sent();
        int allowed = (int) Math.min(Math.min(window.available(), shared.available()), Integer.MAX_VALUE);
        if (allowed <= 0 || !from.hasRemaining()) {
            context.connection().flushSoon();
            return 0;
        }
        if (allowed < Http2Streams.TINY_FRAME_BYTES && allowed < from.remaining() && streams.floodsWithTinyFrames()) {
            context.connection().close();
            return 0;
        }
        int taken = output.data(stream.id(), from, allowed);
        window.sent(taken);
        shared.sent(taken);
        timeout.progressed();
        context.connection().flushSoon();
        return taken;
    }

    @Override
    public void trailers(@Nullable Fields fields) {
        trailers = fields;
    }

    @Override
    public void end() {
        if (stage == Stage.OPEN) {
            stage = Stage.ENDING;
        }
        sendEnd();
    }

    private void sendEnd() {
        if (stage == Stage.ENDED || stream.isComplete() || output.isCongested()) {
            return;
        }
        Fields last = trailers != null && trailers.size() > 0 ? trailers : null;
        boolean withHead = head != null && last == null;
        if (!sendHead(withHead)) {
            return;
        }
        stage = Stage.ENDED;
        if (last != null) {
            HpackEncoder encoder = context.encoder();
            encoder.begin();
            encoder.fields(last);
            output.headers(stream.id(), encoder.block(), encoder.length(), true);
        } else if (!withHead) {
            output.endStream(stream.id());
        }
    }

    @Override
    public boolean flush() {
        if (stage == Stage.OPEN) {
            sendHead(false);
        } else {
            sendEnd();
        }
        context.connection().flushSoon();
        return head == null && stage != Stage.ENDING;
    }

    @Override
    public void onWritable(@Nullable Runnable listener) {
        writer = listener;
    }

    @Override
    public void resumeWrites() {
        if (stream.isComplete()) {
            return;
        }
        if (!waiting) {
            waiting = true;
            streams.waiting().add(this);
        }
        timeout.startIfStopped(context.settings().timeoutNanos());
        if (canWrite()) {
            context.connection().wakeWhenWritable();
        }
    }

    /** Whether both the connection and the windows allow writing. */
    boolean canWrite() {
        return !output.isCongested()
                && (stage != Stage.OPEN
                        || head != null
                        || (window.available() > 0 && context.flow().sent().available() > 0));
    }

    @Override
    public void suspendWrites() {
        timeout.progressed();
        if (waiting) {
            waiting = false;
            streams.waiting().remove(this);
        }
    }

    /** Writing may be possible again. */
    void wake() {
        if (!waiting || !canWrite()) {
            return;
        }
        if (writer != null) {
            writer.run();
        } else {
            continueWriting();
        }
    }

    /** The client has not allowed any progress for too long. */
    private void timedOut() {
        streams.reset(stream.id(), Frames.CANCEL);
        stream.cancel();
    }

    /** Releases what it holds. */
    void release() {
        suspendWrites();
        timeout.stop();
        writer = null;
        remaining = null;
    }

    /** Since when it waits for the client, on the thread's clock; {@code Long.MAX_VALUE} if it does not wait. */
    long stalledSinceNanos() {
        return timeout.waitingSinceNanos();
    }

    @Override
    public void finish() {
        stream.responseSent();
    }

    @Override
    public void abort() {
        stream.abort(Frames.CANCEL);
    }

    @Override
    public boolean isStarted() {
        return status > 0;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long bodyBytes() {
        return window.sentBytes();
    }
}
