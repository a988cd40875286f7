package faas.gateway.http.h1;

import faas.gateway.http1.Inbound;
import faas.gateway.http1.MalformedMessage;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.ParserUtils;
import java.io.IOException;
import java.util.Objects;

/** Reads the heads of the requests of one connection. Used on its IO thread. */
final class RequestReader {
    /** What there is to read. */
    sealed interface Found {
        /** A request begins. */
        record Head(RequestHead head) implements Found {}

        /** What came is no request. */
        record Mistake(Problem problem) implements Found {}

        /** There is no whole head yet. */
        record Nothing() implements Found {}

        /** The connection has ended. */
        record End() implements Found {}
    }

    private static final Found NOTHING = new Found.Nothing();

    private final Inbound in;
    private final RequestParser parser;

    RequestReader(Inbound in, RequestParser parser) {
        this.in = in;
        this.parser = parser;
    }

    Found read() {
        RequestHead head;
        try {
            head = in.head(parser);
        } catch (UnknownVersion e) {
            return new Found.Mistake(new ClientError.UnknownVersion(e.version()));
        } catch (MalformedMessage e) {
            return mistake(Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (IOException e) {
            return new Found.End();
        }
        if (head != null) {
            String mistake = HostCheck.mistake(head);
            return mistake == null ? new Found.Head(head) : mistake(mistake);
        }
        int first = in.peek();
        boolean possible = first < 0 || first == '\r' || ParserUtils.isTokenChar((byte) first);
        return possible ? NOTHING : mistake("The request does not begin with a method.");
    }

    private static Found mistake(String sentence) {
        return new Found.Mistake(new ClientError.BadRequest(sentence));
    }
}
