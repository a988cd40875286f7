package faas.gateway.fuzz;

import java.util.List;

/**
 * One request as the client sends it, and what the task does with it.
 *
 * @param target as in the request line, with the function's name
 * @param pieces the body, in the pieces that become chunks or DATA frames
 * @param trailers sent only with {@link Framing#CHUNKED}
 */
record Call(
        String method,
        String target,
        List<Field> fields,
        Framing framing,
        List<String> pieces,
        List<Field> trailers,
        Flaw flaw,
        Reply reply) {
    String body() {
        return String.join("", pieces);
    }

    boolean isFlawed() {
        return !flaw.equals(Flaw.NONE);
    }

    Call with(List<Field> other) {
        return new Call(method, target, other, framing, pieces, trailers, flaw, reply);
    }

    Call with(Reply other) {
        return new Call(method, target, fields, framing, pieces, trailers, flaw, other);
    }

    Call with(String otherTarget) {
        return new Call(method, otherTarget, fields, framing, pieces, trailers, flaw, reply);
    }

    Call withBody(Framing other, List<String> otherPieces, List<Field> otherTrailers) {
        return new Call(method, target, fields, other, otherPieces, otherTrailers, flaw, reply);
    }
}
