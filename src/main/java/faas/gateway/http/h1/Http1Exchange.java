package faas.gateway.http.h1;

import faas.gateway.http.reply.HeapCost;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.MalformedMessage;
import faas.gateway.io.IoLoop;
import faas.gateway.io.SocketSink;
import faas.gateway.io.SocketSource;
import faas.gateway.proxy.call.BodyIn;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.RefusedBody;
import faas.gateway.proxy.call.ResponseOut;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on a connection, with its body and the way of its response. Used on the connection's IO thread. */
final class Http1Exchange implements CallRequest, BodyIn {
    private static final String CONTINUE = "100-continue";

    private final Http1Connection connection;
    private final RequestHead head;
    private final Http1Response response;
    private final long heapBytes;
    private @Nullable Events events;
    private @Nullable Runnable reader;
    private boolean resumed;
    private boolean bodyEnded;
    private boolean continued;
    private boolean unreadable;
    private boolean broken;
    private long bodyBytes;
    private boolean over;

    Http1Exchange(Http1Connection connection, RequestHead head) {
        this.connection = connection;
        this.head = head;
        this.bodyEnded = head.framing() instanceof BodyFraming.None;
        this.continued = !waitsForContinue(connection, head);
        this.response = new Http1Response(this, connection, head);
        this.heapBytes = HeapCost.ofCall(head.target(), head.fields());
    }

    /** What it holds of the heap, by estimate. */
    long heapBytes() {
        return heapBytes;
    }

    private static boolean waitsForContinue(Http1Connection connection, RequestHead head) {
        // A body that is on its way already needs no leave.
        return head.isHttp11()
                && !connection.socket().in().hasReadAhead()
                && CONTINUE.equalsIgnoreCase(head.fields().first(Headers.EXPECT));
    }

    /** It is none: only a refusal can be sent. */
    void unreadable() {
        unreadable = true;
        response.last();
    }

    void last() {
        response.last();
    }

    /** Whether somebody reads the body right now. */
    boolean isReading() {
        return resumed && reader != null;
    }

    void readable() {
        // What comes without having been asked for needs no leave any more.
        continued = true;
        if (reader != null) {
            reader.run();
        }
    }

    void writable() {
        response.writable();
    }

    boolean awaitsClientToRead() {
        return response.isWaiting();
    }

    /** The response is out. */
    void responded() {
        if (over) {
            return;
        }
        over = true;
        boolean persistent = response.isPersistent() && (bodyEnded || continued);
        told().ended();
        connection.over(persistent, bodyEnded && !unreadable && !broken);
    }

    void clientGone() {
        if (!over) {
            told().clientGone();
        }
    }

    boolean isOver() {
        return over;
    }

    /** The connection was closed. */
    void cutOff() {
        if (!over) {
            over = true;
            told().ended();
        }
    }

    private Events told() {
        return Objects.requireNonNull(events);
    }

    @Override
    public void events(Events who) {
        events = who;
    }

    @Override
    public IoLoop loop() {
        return connection.loop();
    }

    @Override
    public HttpString method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public Fields fields() {
        return head.fields();
    }

    @Override
    public String protocol() {
        if (unreadable) {
            return "-";
        }
        return head.isHttp11() ? "HTTP/1.1" : "HTTP/1.0";
    }

    @Override
    public InetAddress clientAddress() {
        return connection.socket().client();
    }

    @Override
    public boolean isSecure() {
        return connection.socket().isSecure();
    }

    @Override
    public BodyFraming framing() {
        return head.framing();
    }

    @Override
    public boolean expectsContinue() {
        return !continued;
    }

    @Override
    public BodyIn body() {
        return this;
    }

    @Override
    public ResponseOut response() {
        return response;
    }

    @Override
    public boolean isEnded() {
        return bodyEnded;
    }

    @Override
    public @Nullable Fields trailers() {
        return connection.socket().in().trailers();
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (bodyEnded || over) {
            return -1;
        }
        if (!continued) {
            continued = true;
            response.sendContinue();
        }
        int read;
        try {
            read = connection.socket().in().read(to);
        } catch (MalformedMessage e) {
            // Nobody can say where the next request begins.
            response.last();
            broken = true;
            throw new RefusedBody(new ClientError.BadRequest(Objects.requireNonNullElse(e.getMessage(), "")));
        }
        bodyBytes += Math.max(0, read);
        long most = connection.settings().limits().maxBodyBytes();
        if (bodyBytes > most) {
            throw new RefusedBody(new ClientError.BodyTooLarge(most));
        }
        if (connection.socket().in().isComplete()) {
            bodyEnded = true;
            resumed = false;
            connection.progressed();
            connection.socket().watchForEnd();
        }
        return read;
    }

    @Override
    public void onReadable(@Nullable Runnable who) {
        reader = who;
        if (who == null && !over && !bodyEnded) {
            connection.socket().watchForEnd();
        }
    }

    @Override
    public void resumeReads() {
        if (!bodyEnded && !over) {
            resumed = true;
            connection.awaitBody();
        }
    }

    @Override
    public void suspendReads() {
        if (!bodyEnded && !over && resumed) {
            resumed = false;
            connection.socket().source().suspendReads();
        }
    }

    @Override
    public boolean canUpgrade() {
        return head.isHttp11();
    }

    @Override
    public void upgrade(Fields fields, Consumer<RawStream> joined) {
        response.switchProtocols(fields, () -> {
            connection.switchToRaw();
            joined.accept(new RawStream(
                    new SocketSource(connection.socket().source()),
                    new SocketSink(connection.socket().sink())));
        });
    }

    @Override
    public void closeRaw() {
        connection.close();
    }
}
