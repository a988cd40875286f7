package faas.gateway.proxy;

import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.io.IoLoop;
import faas.gateway.proxy.call.BodyIn;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.ResponseOut;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call that does not come from a socket: its request and its response are in memory. The body comes in pieces, one for each
 * {@link #send}, and the response takes only as many bytes as {@link #take} has asked for. Used on its IO thread.
 */
final class MemoryCall implements CallRequest, BodyIn, ResponseOut {
    private final IoLoop loop;
    private final HttpString method;
    private final String target;
    private final BodyFraming framing;
    private final Fields fields = new Fields();
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private @Nullable Events events;
    private @Nullable Runnable reader;
    private @Nullable Runnable writer;
    private boolean reads;
    private boolean writes;
    private boolean bodyEnded;
    private boolean started;
    private int status;
    private long allowed;

    MemoryCall(IoLoop loop, String method, String target, BodyFraming framing) {
        this.loop = loop;
        this.method = new HttpString(method);
        this.target = target;
        this.framing = framing;
        this.bodyEnded = framing instanceof BodyFraming.None;
    }

    /** The response's body, or "aborted", once the call is over. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** A further piece of the request's body. */
    void send(String piece, boolean last) {
        pieces.add(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
        bodyEnded = last;
        if (reads && reader != null) {
            reader.run();
        }
    }

    /** Reads so many further bytes of the response. */
    void take(long bytes) {
        allowed += bytes;
        if (writes && writer != null) {
            writer.run();
        }
    }

    /** Bytes of the response that have been read. */
    int taken() {
        return received.size();
    }

    void disconnect() {
        Objects.requireNonNull(events).clientGone();
    }

    private void end(String how) {
        if (ended.complete(how)) {
            Objects.requireNonNull(events).ended();
        }
    }

    @Override
    public IoLoop loop() {
        return loop;
    }

    @Override
    public HttpString method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Fields fields() {
        return fields;
    }

    @Override
    public String protocol() {
        return "memory";
    }

    @Override
    public InetAddress clientAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public BodyFraming framing() {
        return framing;
    }

    @Override
    public boolean expectsContinue() {
        return false;
    }

    @Override
    public BodyIn body() {
        return this;
    }

    @Override
    public ResponseOut response() {
        return this;
    }

    @Override
    public void events(Events listener) {
        events = listener;
    }

    @Override
    public boolean isEnded() {
        return bodyEnded && pieces.isEmpty();
    }

    @Override
    public @Nullable Fields trailers() {
        return null;
    }

    @Override
    public int read(ByteBuffer to) {
        ByteBuffer piece = pieces.peek();
        if (piece == null) {
            return bodyEnded ? -1 : 0;
        }
        int bytes = Math.min(piece.remaining(), to.remaining());
        to.put(piece.slice(piece.position(), bytes));
        piece.position(piece.position() + bytes);
        if (!piece.hasRemaining()) {
            pieces.remove();
        }
        return bytes;
    }

    @Override
    public void onReadable(@Nullable Runnable listener) {
        reader = listener;
    }

    @Override
    public void resumeReads() {
        reads = true;
    }

    @Override
    public void suspendReads() {
        reads = false;
    }

    @Override
    public void interim(int interim, Fields interimFields) {}

    @Override
    public void start(int code, Fields head, long length) {
        started = true;
        status = code;
    }

    @Override
    public void respond(int code, Fields head, byte[] body) {
        start(code, head, body.length);
        received.writeBytes(body);
        finish();
    }

    @Override
    public void trailers(@Nullable Fields trailers) {}

    @Override
    public int write(ByteBuffer from) {
        int bytes = (int) Math.min(from.remaining(), allowed);
        allowed -= bytes;
        byte[] piece = new byte[bytes];
        from.get(piece);
        received.writeBytes(piece);
        return bytes;
    }

    @Override
    public void end() {}

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void onWritable(@Nullable Runnable listener) {
        writer = listener;
    }

    @Override
    public void resumeWrites() {
        writes = true;
        if (allowed > 0) {
            loop.execute(() -> take(0));
        }
    }

    @Override
    public void suspendWrites() {
        writes = false;
    }

    @Override
    public void finish() {
        end(received.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void abort() {
        end("aborted");
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long bodyBytes() {
        return received.size();
    }
}
