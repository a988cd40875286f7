package faas.gateway.proxy;

import faas.gateway.wire.AnswerHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Answers that only announce another one (1xx, RFC 9110 §15.2), such as 103, on their way to the caller. An exchange of
 * Undertow's has one answer, so they go past it, and the answer must wait until they are out. Used on one IO thread.
 */
final class Announcements {
    /** RFC 8297, which Undertow does not know of. */
    private static final int EARLY_HINTS = 103;

    private final HttpServerExchange exchange;
    private @Nullable ByteBuffer waiting;
    private @Nullable Runnable whenOut;

    Announcements(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** Writes one to the caller, if he speaks HTTP/1.1, which alone has them and gives a way past the exchange. */
    void pass(AnswerHead head) throws IOException {
        if (!exchange.isHttp11()
                || exchange.isResponseStarted()
                || !(exchange.getConnection() instanceof HttpServerConnection connection)) {
            return;
        }
        byte[] more = bytes(head);
        ByteBuffer before = waiting;
        ByteBuffer all = ByteBuffer.allocate(more.length + (before == null ? 0 : before.remaining()));
        if (before != null) {
            all.put(before);
        }
        all.put(more).flip();
        waiting = all;
        if (!write(connection.getOriginalSinkConduit())) {
            goOnWriting(connection);
        }
    }

    /** Whether none waits for the caller to read. */
    boolean areOut() {
        return waiting == null;
    }

    /** Has something done once all of them are out. */
    void whenOut(Runnable then) {
        whenOut = then;
    }

    private byte[] bytes(AnswerHead head) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ")
                .append(head.status())
                .append(' ')
                .append(head.status() == EARLY_HINTS ? "Early Hints" : StatusCodes.getReason(head.status()))
                .append("\r\n");
        ProxyHeaders.passing(
                head,
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean write(StreamSinkConduit caller) throws IOException {
        ByteBuffer left = waiting;
        while (left != null && left.hasRemaining()) {
            if (caller.write(left) == 0) {
                return false;
            }
        }
        if (!caller.flush()) {
            return false;
        }
        waiting = null;
        return true;
    }

    private void goOnWriting(HttpServerConnection connection) {
        ConduitStreamSinkChannel sink = connection.getChannel().getSinkChannel();
        StreamSinkConduit caller = connection.getOriginalSinkConduit();
        sink.setWriteListener(channel -> {
            try {
                if (!write(caller)) {
                    return;
                }
            } catch (IOException e) {
                // Whoever writes the answer gets to know.
                waiting = null;
            }
            caller.suspendWrites();
            sink.setWriteListener(null);
            if (whenOut != null) {
                whenOut.run();
            }
        });
        caller.resumeWrites();
    }
}
