package faas.gateway.fuzz;

import java.util.function.BinaryOperator;

/** One thing that makes a task's response malformed; for each the client gets a 502, or a response cut short. */
enum ReplyFlaw {
    NONE(String::concat),
    BOTH_FRAMINGS(
            (head, body) -> extra(head, "Transfer-Encoding: chunked\r\nContent-Length: 5") + "5\r\nhello\r\n0\r\n\r\n"),
    TWO_LENGTHS((head, body) -> extra(head, "Content-Length: 3\r\nContent-Length: 5") + "hello"),
    LENGTH_WITH_SIGN((head, body) -> extra(head, "Content-Length: +5") + "hello"),
    LENGTH_NOT_A_NUMBER((head, body) -> extra(head, "Content-Length: 0x5") + "hello"),
    UNKNOWN_CODING((head, body) -> extra(head, "Transfer-Encoding: gzip, x") + "hello"),
    CHUNKED_TWICE(
            (head, body) -> extra(head, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked") + "0\r\n\r\n"),
    CHUNK_SIZE((head, body) -> extra(head, "Transfer-Encoding: chunked") + "5g\r\nhello\r\n0\r\n\r\n"),
    CHUNK_SIZE_NEGATIVE((head, body) -> extra(head, "Transfer-Encoding: chunked") + "-5\r\nhello\r\n0\r\n\r\n"),
    CHUNK_END((head, body) -> extra(head, "Transfer-Encoding: chunked") + "5\r\nhelloX\r\n0\r\n\r\n"),
    TRAILER_NAME((head, body) -> extra(head, "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\nX Y: 1\r\n\r\n"),
    NUL_IN_VALUE((head, body) -> sized(head, "X-Nul: a\0b")),
    DEL_IN_VALUE((head, body) -> sized(head, "X-Del: a\u007fb")),
    CR_IN_VALUE((head, body) -> sized(head, "X-Cr: a\rb")),
    NAME_WITH_BLANK((head, body) -> sized(head, "X Y: 1")),
    BLANK_BEFORE_COLON((head, body) -> sized(head, "X-Blank : 1")),
    NAME_NOT_A_TOKEN((head, body) -> sized(head, "X(Y): 1")),
    NO_COLON((head, body) -> sized(head, "nothing")),
    EMPTY_NAME((head, body) -> sized(head, ": 1")),
    FOLDED((head, body) -> sized(head, "X-Fold: a\r\n b")),
    NOT_HTTP((head, body) -> "hello, world\r\n\r\n"),
    OTHER_VERSION((head, body) -> "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
    STATUS_NOT_A_NUMBER((head, body) -> "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
    STATUS_OF_TWO_DIGITS((head, body) -> "HTTP/1.1 99 OK\r\nContent-Length: 0\r\n\r\n"),
    SWITCHES_UNASKED((head, body) -> "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    CUT_IN_HEAD((head, body) -> "HTTP/1.1 200 OK\r\nX-Cut: "),
    CUT_IN_BODY((head, body) -> extra(head, "Content-Length: 50") + "hello"),
    CUT_IN_CHUNK((head, body) -> extra(head, "Transfer-Encoding: chunked") + "50\r\nhello"),
    CUT_BEFORE_LAST_CHUNK((head, body) -> extra(head, "Transfer-Encoding: chunked") + "5\r\nhello\r\n");

    // Lambdas over strings, which nothing can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BinaryOperator<String> bytes;

    ReplyFlaw(BinaryOperator<String> bytes) {
        this.bytes = bytes;
    }

    String apply(String head, String body) {
        return bytes.apply(head, body);
    }

    /** Whether the task closes the connection behind these bytes. */
    boolean cuts() {
        return name().startsWith("CUT_");
    }

    private static String sized(String head, String field) {
        return extra(head, field + "\r\nContent-Length: 5") + "hello";
    }

    private static String extra(String head, String field) {
        return head.substring(0, head.length() - 2) + field + "\r\n\r\n";
    }
}
