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

/** The way of a response over HTTP/1. Used on the connection's IO thread. */
final class Http1Response implements ResponseOut {
    /** RFC 8297, which Undertow does not know of. */
    private static final int EARLY_HINTS = 103;

    /** Bytes of interim responses that may wait for the client; further ones are left out. */
    private static final int MAX_WAITING_BYTES = 64 * 1024;

    private final Http1Exchange exchange;
    private final Http1Connection connection;
    private final RequestHead request;
    private final Outbound out;
    private @Nullable Runnable writer;
    private @Nullable Runnable switched;
    private @Nullable ByteBuffer rest;
    private boolean persistent;
    private boolean waiting;
    private boolean started;
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
    public void interim(int interim, Fields fields) {
        if (!request.isHttp11() || started || aborted || out.waitingBytes() > MAX_WAITING_BYTES) {
            return;
        }
        HeadWriter head = connection.writer();
        head.begin(interim, interim == EARLY_HINTS ? "Early Hints" : StatusCodes.getReason(interim));
        for (int i = 0; i < fields.size(); i++) {
            head.field(fields.name(i), fields.value(i));
        }
        head.end();
        out.stage(head);
        try {
            flushSoon();
        } catch (IOException e) {
            // Whoever reads from the connection, or writes the response, gets to know.
            aborted = true;
        }
    }

    private void flushSoon() throws IOException {
        if (!out.flush()) {
            await();
        }
    }

    @Override
    public void start(int code, Fields fields, long length) {
        started = true;
        status = code;
        if (connection.settings().receiver().leaving()) {
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

    /** Sends a 101 without a body; the connection leaves HTTP once it is out. */
    void switchProtocols(Fields fields, Runnable then) {
        started = true;
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
        switched = then;
        goOn();
    }

    @Override
    public void respond(int code, Fields fields, byte[] body) {
        try {
            start(code, fields, body.length);
            boolean bodiless = request.method().equals(Methods.HEAD) || code == StatusCodes.NO_CONTENT;
            rest = ByteBuffer.wrap(bodiless ? new byte[0] : body);
            goOn();
        } catch (OutOfBuffersException e) {
            // Whoever responds, perhaps on behalf of another connection, can do nothing about it.
            exchange.clientGone();
            connection.close();
        }
    }

    /** Writes what the response itself has left to write. */
    private void goOn() {
        ByteBuffer left = rest;
        try {
            while (left != null && left.hasRemaining()) {
                if (write(left) == 0) {
                    await();
                    return;
                }
            }
            if (left != null) {
                out.terminateWrites();
            }
            if (!flush()) {
                await();
                return;
            }
        } catch (IOException e) {
            exchange.clientGone();
            connection.close();
            return;
        }
        connection.socket().sink().suspendWrites();
        if (switched != null) {
            switched.run();
        } else {
            exchange.responded();
        }
    }

    private void await() {
        waiting = true;
        connection.awaitWritable();
    }

    void writable() {
        if (writer != null) {
            writer.run();
        } else if (rest != null || switched != null) {
            goOn();
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
    public void onWritable(@Nullable Runnable who) {
        writer = who;
    }

    @Override
    public void resumeWrites() {
        await();
    }

    @Override
    public void suspendWrites() {
        waiting = false;
        connection.socket().sink().suspendWrites();
    }

    @Override
    public void finish() {
        exchange.responded();
    }

    @Override
    public void abort() {
        aborted = true;
        if (!exchange.isOver()) {
            connection.close();
        }
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
        return bodyBytes;
    }
}
