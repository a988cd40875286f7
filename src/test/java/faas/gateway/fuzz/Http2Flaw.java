package faas.gateway.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;

/** One thing that makes a request over HTTP/2 malformed: an error of its stream (RFC 9113 §8.1.1). */
enum Http2Flaw implements Flaw {
    UPPER_CASE_NAME(field("X-Upper", "1")),
    COLON_IN_NAME(field("x-forwarded-for:6.6.6.6", "1")),
    COLON_IN_NAME_OF_FRAMING(field("transfer-encoding:chunked", "1")),
    BLANK_IN_NAME(field("x y", "1")),
    OBS_TEXT_IN_NAME(field("x\u00e9", "1")),
    CR_LF_IN_NAME(field("x\r\ny", "1")),
    NUL_IN_NAME(field("x\0y", "1")),
    PARENTHESIS_IN_NAME(field("x(y)", "1")),
    EMPTY_NAME(field("", "1")),
    CR_IN_VALUE(field("x-cr", "a\rb")),
    LF_IN_VALUE(field("x-lf", "a\nb: c")),
    NUL_IN_VALUE(field("x-nul", "a\0b")),
    BLANK_BEFORE_VALUE(field("x-blank", " a")),
    TAB_AFTER_VALUE(field("x-blank", "a\t")),
    CONNECTION(field("connection", "close")),
    KEEP_ALIVE(field("keep-alive", "5")),
    PROXY_CONNECTION(field("proxy-connection", "close")),
    TRANSFER_ENCODING(field("transfer-encoding", "chunked")),
    UPGRADE(field("upgrade", "websocket")),
    OTHER_TE(field("te", "gzip")),
    NO_METHOD(request -> request.without(":method")),
    NO_SCHEME(request -> request.without(":scheme")),
    NO_PATH(request -> request.without(":path")),
    EMPTY_PATH(request -> request.with(":path", "")),
    PATH_WITHOUT_SLASH(request -> request.with(":path", "f")),
    PATH_WITH_BLANK(request -> request.with(":path", "/f/a b")),
    PATH_WITH_LF(request -> request.with(":path", "/f HTTP/1.1\r\nx: y")),
    METHOD_WITH_BLANK(request -> request.with(":method", "GET /")),
    METHOD_WITH_LF(request -> request.with(":method", "GET\r\nx")),
    TWO_METHODS(request -> request.first(new Field(":method", "GET"))),
    TWO_PATHS(request -> request.first(new Field(":path", "/f/other"))),
    TWO_SCHEMES(request -> request.first(new Field(":scheme", "http"))),
    TWO_AUTHORITIES(request -> request.first(new Field(":authority", "other"))),
    OTHER_HOST(field("host", "other")),
    AUTHORITY_WITH_USER(request -> request.with(":authority", "a@h")),
    AUTHORITY_WITH_BLANK(request -> request.with(":authority", "a h")),
    UNKNOWN_PSEUDO(request -> request.first(new Field(":unknown", "1"))),
    PSEUDO_OF_RESPONSE(request -> request.first(new Field(":status", "200"))),
    LATE_PSEUDO(request -> request.without(":path").and(new Field(":path", "/f/late"))),
    LENGTH_LIST(body("3,3", "abc")),
    LENGTH_WITH_SIGN(body("+3", "abc")),
    LENGTH_TOO_LARGE(body("5", "abc")),
    LENGTH_WITHOUT_BODY(request -> request.and(new Field("content-length", "5"))),
    LENGTH_TOO_SMALL(body("2", "abc")),
    TWO_LENGTHS(request -> body("3", "abc").apply(request).and(new Field("content-length", "4"))),
    UPPER_CASE_TRAILER(trailer("X-Sum", "1")),
    COLON_IN_TRAILER_NAME(trailer("x:y", "1")),
    PSEUDO_TRAILER(trailer(":path", "/f")),
    CONNECTION_TRAILER(trailer("connection", "close")),
    LF_IN_TRAILER(trailer("x-sum", "a\nb"));

    // Lambdas over strings, which nothing can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final UnaryOperator<Http2Request> change;

    Http2Flaw(UnaryOperator<Http2Request> change) {
        this.change = change;
    }

    /** The request without a body, made malformed. */
    Http2Request apply(Http2Request request) {
        return change.apply(request);
    }

    /** Whether the task may have all of the request before the gateway can see the mistake. */
    boolean mayReachTask() {
        return this == LENGTH_TOO_SMALL;
    }

    private static UnaryOperator<Http2Request> field(String name, String value) {
        return request -> request.and(new Field(name, value));
    }

    private static UnaryOperator<Http2Request> body(String length, String data) {
        return request -> request.and(new Field("content-length", length)).with(List.of(data));
    }

    private static UnaryOperator<Http2Request> trailer(String name, String value) {
        return request -> request.with(List.of("abc"), new Field(name, value));
    }
}
