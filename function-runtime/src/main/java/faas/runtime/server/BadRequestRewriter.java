package faas.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import faas.runtime.response.Content;
import faas.runtime.response.Problem;
import faas.runtime.response.ProblemText;
import faas.runtime.response.ServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Replaces the bare 400 that Undertow's parser writes by a problem. Used by one connection.
 *
 * <p>Undertow writes it without a body before any handler runs, and has no hook to change it. No other response has the
 * same bytes: all others have a Date.
 */
final class BadRequestRewriter extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private static final List<ByteBuffer> BARE_REFUSALS = Stream.of(
                    "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                    "HTTP/1.1 400 No Host Header\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.1 400 Only One Host Header Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            .map(text -> ByteBuffer.wrap(text.getBytes(ISO_8859_1)).asReadOnlyBuffer())
            .toList();

    /** Longer than any of them, and shorter than every response with a Date. */
    private static final int MAX_REFUSAL_BYTES = 100;

    private final CallIds callIds;
    private final DateField date;

    /** The rest of the problem that is still to be written, if there is one. */
    private @Nullable ByteBuffer problem;

    private BadRequestRewriter(StreamSinkConduit next, CallIds callIds, DateField date) {
        super(next);
        this.callIds = callIds;
        this.date = date;
    }

    /** Must be called before anything is written to the connection. */
    static void install(StreamConnection connection, CallIds callIds, DateField date) {
        var channel = connection.getSinkChannel();
        channel.setConduit(new BadRequestRewriter(channel.getConduit(), callIds, date));
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (problem == null) {
            if (!isBareRefusal(from)) {
                return next.write(from);
            }
            problem = problem();
        }
        next.write(problem);
        if (problem.hasRemaining()) {
            return 0; // the parser's listener retries when the connection is writable
        }
        int replaced = from.remaining();
        from.position(from.limit());
        return replaced;
    }

    private static boolean isBareRefusal(ByteBuffer from) {
        if (from.remaining() > MAX_REFUSAL_BYTES) {
            return false;
        }
        for (ByteBuffer bare : BARE_REFUSALS) {
            if (from.equals(bare)) {
                return true;
            }
        }
        return false;
    }

    private ByteBuffer problem() {
        String callId = callIds.keepOrCreate(null);
        ServerResponse response = ProblemText.json(Problem.unreadable(ServerLimits.MOST_PARSED_PARAMETERS), callId);
        ByteBuffer body = ((Content.Bytes) response.content()).bytes();
        byte[] head = ("HTTP/1.1 400 Bad Request\r\nContent-Type: " + response.mediaType() + "\r\nContent-Length: "
                        + body.remaining() + "\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\nDate: "
                        + date.now() + "\r\n" + CallIds.HEADER + ": " + callId + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        return ByteBuffer.allocate(head.length + body.remaining())
                .put(head)
                .put(body.duplicate())
                .flip();
    }
}
