package faas.gateway.http.h1;

import faas.gateway.http.reply.ClientRequest;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.MalformedMessage;
import faas.gateway.io.IoLoop;
import faas.gateway.io.SocketSink;
import faas.gateway.io.SocketSource;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.RefusedBody;
import faas.gateway.proxy.call.ResponseOut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on a connection, with its body and its response. Used on the connection's IO thread. */
final class Http1Exchange extends ClientRequest {
    private final Http1Connection connection;
    private final RequestHead head;
    private final Http1Response response;

    private @Nullable Runnable reader;
    private boolean resumed;
    private boolean bodyEnded;
    private boolean continued;
    private boolean malformed;
    private boolean framingBroken;
    private long bodyBytes;
    private boolean complete;

    Http1Exchange(Http1Connection connection, RequestHead head) {
        super(connection.socket().client(), head.method(), head.target(), head.fields(), head.framing());
        this.connection = connection;
        this.head = head;
        this.bodyEnded = framing() instanceof BodyFraming.None;
        // A client that is already sending the body is not waiting.
        this.continued = !head.isHttp11() || connection.socket().in().hasReadAhead() || !hasExpectContinue();
        this.response = new Http1Response(this, connection, head);
    }

    /** The request is malformed: only a refusal can be sent. */
    void malformed() {
        malformed = true;
        response.last();
    }

    /** Whether the body is being read. */
    boolean isReading() {
        return resumed && reader != null;
    }

    void readable() {
        // The client sends the body without waiting for a 100.
        continued = true;
        if (reader != null) {
            reader.run();
        }
    }

    void writable() {
        response.writable();
    }

    boolean isWaitingForClient() {
        return response.isWaiting();
    }

    /** The response has been sent. */
    void responseSent() {
        if (complete) {
            return;
        }
        complete = true;
        boolean persistent = response.isPersistent() && (bodyEnded || continued);
        listener().ended();
        connection.callEnded(persistent, bodyEnded && !malformed && !framingBroken);
    }

    void clientGone() {
        if (!complete) {
            listener().clientGone();
        }
    }

    boolean isComplete() {
        return complete;
    }

    /** The connection was closed. */
    void connectionClosed() {
        if (!complete) {
            complete = true;
            listener().ended();
        }
    }

    @Override
    public IoLoop loop() {
        return connection.loop();
    }

    @Override
    public String protocol() {
        if (malformed) {
            return "-";
        }
        return head.isHttp11() ? "HTTP/1.1" : "HTTP/1.0";
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
        return bodyEnded;
    }

    @Override
    public @Nullable Fields trailers() {
        return connection.socket().in().trailers();
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (bodyEnded || complete) {
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
            // The start of the next request is unknown.
            response.last();
            framingBroken = true;
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
            if (!response.isWaiting()) {
                connection.progressed();
            }
            connection.socket().watchForClose();
        }
        return read;
    }

    @Override
    public void onReadable(@Nullable Runnable listener) {
        reader = listener;
        if (listener == null && !complete && !bodyEnded) {
            connection.socket().watchForClose();
        }
    }

    @Override
    public void resumeReads() {
        if (!bodyEnded && !complete) {
            resumed = true;
            connection.awaitBody();
        }
    }

    @Override
    public void suspendReads() {
        if (!bodyEnded && !complete && resumed) {
            resumed = false;
            connection.stopAwaitingBody();
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
