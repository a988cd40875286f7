package faas.gateway.fuzz;

import java.util.List;

/**
 * What the task sends for one request.
 *
 * @param interims the fields of each 103 before the response
 */
record Reply(
        int status,
        List<List<Field>> interims,
        List<Field> fields,
        Framing framing,
        List<String> pieces,
        List<Field> trailers,
        ReplyFlaw flaw) {
    String body() {
        return String.join("", pieces);
    }

    boolean isFlawed() {
        return flaw != ReplyFlaw.NONE;
    }

    /** Whether the status itself rules a body out (RFC 9110 §6.4.1). */
    boolean isBodiless() {
        return status == 204 || status == 304;
    }

    Reply with(List<Field> other) {
        return new Reply(status, interims, other, framing, pieces, trailers, flaw);
    }

    Reply withInterims(List<List<Field>> other) {
        return new Reply(status, other, fields, framing, pieces, trailers, flaw);
    }

    Reply withBody(Framing other, List<String> otherPieces, List<Field> otherTrailers) {
        return new Reply(status, interims, fields, other, otherPieces, otherTrailers, flaw);
    }

    /** The bytes, for a request of this method. */
    String bytes(String method) {
        StringBuilder all = new StringBuilder();
        for (List<Field> interim : interims) {
            all.append("HTTP/1.1 103 Early Hints\r\n");
            interim.forEach(field -> all.append(field.line()));
            all.append("\r\n");
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Reason\r\n");
        fields.forEach(field -> head.append(field.line()));
        head.append(
                switch (framing) {
                    case LENGTH -> "Content-Length: " + body().length() + "\r\n";
                    case CHUNKED -> "Transfer-Encoding: chunked\r\n";
                    case CLOSE -> "Connection: close\r\n";
                    case NONE -> "";
                });
        head.append("\r\n");
        boolean bodiless = method.equals("HEAD") || isBodiless();
        String body = bodiless ? "" : framing == Framing.CHUNKED ? Chunks.of(pieces, trailers) : body();
        return all + flaw.apply(head.toString(), body);
    }
}
