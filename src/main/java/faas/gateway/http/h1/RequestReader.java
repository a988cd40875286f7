package faas.gateway.http.h1;

import faas.gateway.http1.Inbound;
import faas.gateway.http1.MalformedMessage;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.ParserUtils;
import java.io.IOException;
import java.util.Objects;

/** Reads the heads of requests from one connection. Used on its IO thread. */
final class RequestReader {
    /** The result of reading. */
    sealed interface Result {
        /** A complete head. */
        record Head(RequestHead head) implements Result {}

        /** The bytes are not a request. */
        record Malformed(Problem problem) implements Result {}

        /** The head is not complete yet. */
        record Incomplete() implements Result {}

        /** The connection has ended. */
        record Closed() implements Result {}
    }

    private static final Result INCOMPLETE = new Result.Incomplete();

    private final Inbound in;
    private final RequestParser parser;

    RequestReader(Inbound in, RequestParser parser) {
        this.in = in;
        this.parser = parser;
    }

    Result read() {
        RequestHead head;
        try {
            head = in.head(parser);
        } catch (UnknownVersion e) {
            return new Result.Malformed(new ClientError.UnknownVersion(e.version()));
        } catch (MalformedMessage e) {
            return malformed(Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (IOException e) {
            return new Result.Closed();
        }
        if (head != null) {
            String error = head.hostError();
            return error == null ? new Result.Head(head) : malformed(error);
        }
        int first = in.peek();
        boolean possible = first < 0 || first == '\r' || ParserUtils.isTokenChar((byte) first);
        return possible ? INCOMPLETE : malformed("The request does not start with a method.");
    }

    private static Result malformed(String sentence) {
        return new Result.Malformed(new ClientError.BadRequest(sentence));
    }
}
