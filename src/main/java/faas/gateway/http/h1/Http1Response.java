package faas.gateway.http.h1;

import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.HeadWriter;
import faas.gateway.http1.Outbound;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.proxy.call.ResponseOut;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends the response of one exchange over HTTP/1. Used on the connection's IO thread. */
final class Http1Response implements ResponseOut {
    /** RFC 8297. Undertow does not know it. */
    private static final int EARLY_HINTS = 103;

    /** Bytes of interim responses that may wait for the client. Beyond that they are dropped. */
    private static final int MAX_WAITING_BYTES = 64 * 1024;

    private final Http1Exchange exchange;
    private final Http1Connection connection;
    private final RequestHead request;
    private final Outbound out;
    private @Nullable Runnable writer;
    private @Nullable Runnable afterSwitch;
    private @Nullable ByteBuffer remaining;
    private boolean persistent;
    private boolean waiting;
    private boolean aborted;
    private int status;
    private long bodyBytes;

    Http1Response(Http1Exchange exchange, Http1Connection connection, RequestHead request) {
        this.exchange = exchange;
        this.connection = connection;
        this.request = request;
        this.out = connection.socket().out();
        this.persistent = request.isPersistent();
    }

    boolean isPersistent() {
        return persistent;
    }

    boolean isWaiting() {
        return waiting;
    }

    @Override
    public void last() {
        persistent = false;
    }

    void sendContinue() throws IOException {
        HeadWriter head = connection.writer();
        head.begin(StatusCodes.CONTINUE, StatusCodes.CONTINUE_STRING);
        head.end();
        out.stage(head);
        flushSoon();
    }

    @Override
    public void interim(int interimStatus, Fields fields) {
        if (!request.isHttp11() || isStarted() || aborted || out.waitingBytes() > MAX_WAITING_BYTES) {
            return;
        }
        HeadWriter head = connection.writer();
        head.begin(interimStatus, interimStatus == EARLY_HINTS ? "Early Hints" : StatusCodes.getReason(interimStatus));
        for (int i = 0; i < fields.size(); i++) {
            head.field(fields.name(i), fields.value(i));
        }
        head.end();
        out.stage(head);
        try {
            flushSoon();
        } catch (IOException e) {
            // The next read from the connection or write of the response fails too.
            aborted = true;
        }
    }

    private void flushSoon() throws IOException {
        if (!out.flush()) {
            awaitWritable();
        }
    }

    @Override
    public void start(int code, Fields fields, long length) {
        status = code;
        if (connection.settings().receiver().keepAliveDisabled()) {
            persistent = false;
        }
        boolean bodiless = request.method().equals(Methods.HEAD)
                || code == StatusCodes.NO_CONTENT
                || code == StatusCodes.NOT_MODIFIED;
        BodyFraming framing = bodiless ? new BodyFraming.None() : ResponseFields.framing(request, length);
        persistent &= !(framing instanceof BodyFraming.UntilClose);
        HeadWriter head = connection.writer();
        head.begin(code, StatusCodes.getReason(code));
        ResponseFields.write(
                fields,
                head,
                framing,
                code != StatusCodes.NO_CONTENT,
                connection.settings().date());
        if (!persistent) {
            head.field(Headers.CONNECTION, "close");
        } else if (!request.isHttp11()) {
            head.field(Headers.CONNECTION, "keep-alive");
        }
        head.end();
        out.begin(head, framing);
    }

    /** Sends a 101. The connection leaves HTTP once it has been sent. */
    void switchProtocols(Fields fields, Runnable then) {
        status = StatusCodes.SWITCHING_PROTOCOLS;
        HeadWriter head = connection.writer();
        head.begin(status, StatusCodes.SWITCHING_PROTOCOLS_STRING);
        ResponseFields.write(
                fields,
                head,
                new BodyFraming.None(),
                false,
                connection.settings().date());
        head.field(Headers.CONNECTION, "Upgrade");
        head.end();
        out.begin(head, new BodyFraming.None());
        afterSwitch = then;
        continueWriting();
    }

    @Override
    public void respond(int code, Fields fields, byte[] body) {
        try {
            start(code, fields, body.length);
            boolean bodiless = request.method().equals(Methods.HEAD) || code == StatusCodes.NO_CONTENT;
            remaining = ByteBuffer.wrap(bodiless ? new byte[0] : body);
            continueWriting();
        } catch (OutOfBuffersException e) {
            // The code that responds may belong to another connection, so it cannot handle this.
            exchange.clientGone();
            connection.close();
        }
    }

    /** Writes the rest of a response with a body from memory, or of a 101. */
    private void continueWriting() {
        ByteBuffer left = remaining;
        try {
            while (left != null && left.hasRemaining()) {
                if (write(left) == 0) {
                    awaitWritable();
                    return;
                }
            }
            if (left != null) {
                out.terminateWrites();
            }
            if (!flush()) {
                awaitWritable();
                return;
            }
        } catch (IOException e) {
            exchange.clientGone();
            connection.close();
            return;
        }
        connection.socket().sink().suspendWrites();
        if (afterSwitch != null) {
            afterSwitch.run();
        } else {
            exchange.responseSent();
        }
    }

    private void awaitWritable() {
        waiting = true;
        connection.awaitWritable();
    }

    void writable() {
        if (writer != null) {
            writer.run();
        } else if (remaining != null || afterSwitch != null) {
            continueWriting();
        } else {
            flushInterim();
        }
    }

    private void flushInterim() {
        try {
            if (flush()) {
                connection.socket().sink().suspendWrites();
            }
        } catch (IOException e) {
            exchange.clientGone();
            connection.close();
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int written = out.write(from);
        bodyBytes += written;
        if (written > 0) {
            waiting = false;
            connection.progressed();
        }
        return written;
    }

    @Override
    public void trailers(@Nullable Fields fields) {
        out.trailers(fields);
    }

    @Override
    public void end() throws IOException {
        out.terminateWrites();
    }

    @Override
    public boolean flush() throws IOException {
        boolean flushed = out.flush();
        if (flushed) {
            waiting = false;
            connection.progressed();
        }
        return flushed;
    }

    @Override
    public void onWritable(@Nullable Runnable listener) {
        writer = listener;
    }

    @Override
    public void resumeWrites() {
        awaitWritable();
    }

    @Override
    public void suspendWrites() {
        waiting = false;
        connection.socket().sink().suspendWrites();
    }

    @Override
    public void finish() {
        exchange.responseSent();
    }

    @Override
    public void abort() {
        aborted = true;
        if (!exchange.isComplete()) {
            connection.close();
        }
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
        return bodyBytes;
    }
}
