package faas.gateway.http;

import faas.gateway.proxy.Call;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers requests that never become calls, since they cannot be read as HTTP, and tells log and metrics of them. */
final class Refusals {
    private static final Problem UNREADABLE = new CallerMistake.BadRequest("The request cannot be read as HTTP,"
            + " names no host, or has a head of more bytes or fields than this gateway takes.");

    private final CallIds ids;
    private final ProblemWriter problems;
    private final AccessLog log;

    Refusals(CallIds ids, ProblemWriter problems, AccessLog log) {
        this.ids = ids;
        this.problems = problems;
        this.log = log;
    }

    /** A whole answer, as the last one of its connection. */
    ByteBuffer toHttp1() {
        String id = ids.make();
        byte[] body = problems.json(id, UNREADABLE).getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
                        + "Content-Length: " + body.length + "\r\n" + Call.ID_FIELD + ": " + id + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        log.refused(id, UNREADABLE, body.length);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    /** Of a connection over HTTP/2, which ends without an answer. */
    void ofHttp2() {
        log.refused(ids.make(), UNREADABLE, 0);
    }
}
