package faas.gateway.fuzz;

import java.util.function.UnaryOperator;

/** One thing that makes a request over HTTP/1 malformed; each is refused, and nothing whole reaches a task. */
enum Http1Flaw implements Flaw {
    BOTH_FRAMINGS(body("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
    TWO_LENGTHS(body("Content-Length: 5\r\nContent-Length: 6", "hello!")),
    LENGTH_LIST(body("Content-Length: 5, 5", "hello")),
    LENGTH_WITH_SIGN(body("Content-Length: +5", "hello")),
    LENGTH_HEX(body("Content-Length: 0x5", "hello")),
    LENGTH_TOO_LONG(body("Content-Length: 18446744073709551621", "hello")),
    UNKNOWN_CODING(body("Transfer-Encoding: gzip", "0\r\n\r\n")),
    CODINGS_AFTER_CHUNKED(body("Transfer-Encoding: chunked, identity", "0\r\n\r\n")),
    CODING_WITH_CONTROL(body("Transfer-Encoding: \u000bchunked", "0\r\n\r\n")),
    CHUNKED_TWICE(body("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
    CHUNK_SIZE(body("Transfer-Encoding: chunked", "5g\r\nhello\r\n0\r\n\r\n")),
    CHUNK_SIZE_NEGATIVE(body("Transfer-Encoding: chunked", "-5\r\nhello\r\n0\r\n\r\n")),
    CHUNK_SIZE_PREFIXED(body("Transfer-Encoding: chunked", "0x5\r\nhello\r\n0\r\n\r\n")),
    CHUNK_SIZE_TOO_LONG(body("Transfer-Encoding: chunked", "10000000000000005\r\nhello\r\n0\r\n\r\n")),
    CHUNK_END(body("Transfer-Encoding: chunked", "5\r\nhelloX\r\n0\r\n\r\n")),
    CHUNK_BARE_LF(body("Transfer-Encoding: chunked", "5\nhello\r\n0\r\n\r\n")),
    TRAILER_NAME(body("Transfer-Encoding: chunked", "0\r\nX Y: 1\r\n\r\n")),
    TRAILER_NO_COLON(body("Transfer-Encoding: chunked", "0\r\nnothing\r\n\r\n")),
    TRAILER_NUL(body("Transfer-Encoding: chunked", "0\r\nX-Nul: a\0b\r\n\r\n")),
    NO_HOST(request -> request.replaceFirst("\r\nHost: [^\r]*", "")),
    TWO_HOSTS(field("Host: other")),
    HOST_WITH_BLANK(request -> request.replaceFirst("\r\nHost: ", "\r\nHost: a ")),
    HOST_WITH_SLASH(request -> request.replaceFirst("\r\nHost: ", "\r\nHost: a/")),
    HOST_WITH_USER(request -> request.replaceFirst("\r\nHost: ", "\r\nHost: a@")),
    NUL_IN_VALUE(field("X-Nul: a\0b")),
    CONTROL_IN_VALUE(field("X-Control: a\u0001b")),
    DEL_IN_VALUE(field("X-Del: a\u007fb")),
    CR_IN_VALUE(field("X-Cr: a\rb")),
    LF_ENDS_LINE(field("X-Lf: a\nX-Next: b")),
    LF_ENDS_HEAD(request -> request.replaceFirst("\r\n\r\n", "\n\n")),
    BLANK_BEFORE_COLON(field("X-Blank : 1")),
    BLANK_IN_NAME(field("X Y: 1")),
    NAME_NOT_A_TOKEN(field("X(Y): 1")),
    NAME_OBS_TEXT(field("X\u00e9: 1")),
    NO_COLON(field("nothing")),
    EMPTY_NAME(field(": 1")),
    FOLDED(field("X-Fold: a\r\n b")),
    FIRST_LINE_FOLDED(request -> request.replaceFirst("\r\n", "\r\n ")),
    TARGET_WITH_BLANK(request -> request.replaceFirst(" /f", " /f/a b")),
    TARGET_WITH_QUOTE(request -> request.replaceFirst(" /f", " /f/\"")),
    TARGET_WITH_BACKSLASH(request -> request.replaceFirst(" /f", " /f/\\\\")),
    TARGET_WITH_OBS_TEXT(request -> request.replaceFirst(" /f", " /f/\u00e9")),
    TARGET_WITH_CONTROL(request -> request.replaceFirst(" /f", " /f/\u0001")),
    METHOD_NOT_A_TOKEN(request -> "G(T" + request.substring(request.indexOf(' '))),
    VERSION_3(version("HTTP/3.0")),
    VERSION_9(version("HTTP/9.9")),
    VERSION_LOWER_CASE(version("http/1.1")),
    VERSION_OF_TWO_DIGITS(version("HTTP/1.10")),
    VERSION_MISSING(request -> request.replaceFirst(" HTTP/1.[01]\r\n", "\r\n"));

    // Lambdas over strings, which nothing can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final UnaryOperator<String> bytes;

    Http1Flaw(UnaryOperator<String> bytes) {
        this.bytes = bytes;
    }

    /** The bytes of a request that has no body, made malformed. */
    String apply(String request) {
        String flawed = bytes.apply(request);
        if (flawed.equals(request)) {
            throw new IllegalStateException(this + " changed nothing of " + request);
        }
        return flawed;
    }

    private static UnaryOperator<String> body(String framing, String body) {
        return request -> field(framing).apply(request) + body;
    }

    private static UnaryOperator<String> field(String line) {
        return request -> request.substring(0, request.length() - 2) + line + "\r\n\r\n";
    }

    private static UnaryOperator<String> version(String version) {
        return request -> request.replaceFirst("HTTP/1.[01]\r\n", version + "\r\n");
    }
}
