package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.ConnectionError;
import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.hpack.HpackDecoder;
import faas.gateway.http.h2.hpack.HpackException;
import faas.gateway.http.reply.Targets;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The field block of a request or of its trailers, and the first error in it. Ambiguous fields, and those that HTTP/1.1 cannot
 * carry, are errors (RFC 9113 §8.2, §8.3).
 */
final class Http2Head implements HpackDecoder.Receiver {
    private static final int MAX_LENGTH_DIGITS = 18;

    private static final Set<HttpString> CONNECTION_SPECIFIC = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            new HttpString("proxy-connection"),
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE);

    /** The pseudo-header fields of a request (RFC 9113 §8.3.1). */
    private static final class PseudoFields {
        private @Nullable String method;
        private @Nullable String scheme;
        private @Nullable String path;
        private @Nullable String authority;

        /** Sets a field. Returns the error in it, as a sentence; null if there is none. */
        @Nullable
        String set(HttpString name, String value) {
            String before;
            switch (name.toString()) {
                case ":method" -> {
                    before = method;
                    method = value;
                }
                case ":scheme" -> {
                    before = scheme;
                    scheme = value;
                }
                case ":path" -> {
                    before = path;
                    path = value;
                }
                case ":authority" -> {
                    before = authority;
                    authority = value;
                }
                default -> {
                    return "A pseudo-header field is not allowed in requests.";
                }
            }
            return before == null ? null : name + " is repeated.";
        }

        /** The first error in the method, the scheme and the path, as a sentence; null if there is none. */
        @Nullable
        String error() {
            if (method == null || !isToken(method)) {
                return ":method is missing or not a token.";
            }
            if (!"http".equals(scheme) && !"https".equals(scheme)) {
                return ":scheme is missing or neither http nor https.";
            }
            if (path == null || !Targets.isValid(path) || !Targets.isPath(path, Methods.fromString(method))) {
                return ":path is missing, has no leading slash, or contains a character that must be percent-encoded.";
            }
            return null;
        }

        boolean isConnect() {
            return Methods.CONNECT_STRING.equals(method);
        }
    }

    private final int maxBytes;
    private final int maxFields;
    private final boolean trailers;
    private final Fields fields = new Fields();
    private final PseudoFields pseudoFields = new PseudoFields();
    private @Nullable StringBuilder cookies;
    private @Nullable String error;
    private long length = -1;
    private int bytes;
    private int count;
    private boolean regularSeen;

    Http2Head(int maxBytes, int maxFields, boolean trailers) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
        this.trailers = trailers;
    }

    @Override
    public void field(HttpString name, String value) {
        bytes += name.length() + value.length();
        count++;
        if (error != null) {
            return;
        }
        if (bytes > maxBytes || count > maxFields + 4) {
            error("The head has more than " + maxBytes + " bytes or " + maxFields + " fields.");
            return;
        }
        if (name.length() > 0 && name.byteAt(0) == ':') {
            pseudo(name, value);
        } else {
            regularSeen = true;
            regular(name, value);
        }
    }

    private void error(String sentence) {
        error = error == null ? sentence : error;
    }

    private void pseudo(HttpString name, String value) {
        if (regularSeen || trailers) {
            error("A pseudo-header field follows a regular field, or is a trailer.");
            return;
        }
        error = pseudoFields.set(name, value);
    }

    private void regular(HttpString name, String value) {
        if (!isName(name)) {
            error("A field name is not a token in lower case.");
        } else if (!isValue(value)) {
            error("A field value contains a control character, or starts or ends with whitespace.");
        } else if (CONNECTION_SPECIFIC.contains(name)) {
            error(name + " is not allowed in HTTP/2.");
        } else if (name.equals(Headers.TE) && !value.equals("trailers")) {
            error("TE has a value other than trailers.");
        } else if (name.equals(Headers.CONTENT_LENGTH) && !trailers) {
            length(name, value);
        } else if (name.equals(Headers.COOKIE) && !trailers) {
            // HTTP/1.1 allows one Cookie line only (RFC 9113 §8.2.3).
            cookies = cookies == null
                    ? new StringBuilder(value)
                    : cookies.append("; ").append(value);
        } else {
            fields.add(name, value);
        }
    }

    private void length(HttpString name, String value) {
        boolean valid = length < 0
                && !value.isEmpty()
                && value.length() <= MAX_LENGTH_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!valid) {
            error("Content-Length is not a single number of at most " + MAX_LENGTH_DIGITS + " digits.");
            return;
        }
        length = Long.parseLong(value);
        fields.add(name, value);
    }

    /**
     * Decodes a complete field block.
     *
     * @throws ConnectionError if it cannot be decoded
     */
    void decode(HpackDecoder decoder, byte[] block, int length, boolean endStream) throws ConnectionError {
        try {
            decoder.decode(block, length, this);
        } catch (HpackException e) {
            throw new ConnectionError(
                    Frames.COMPRESSION_ERROR, "A field block cannot be decoded: " + e.getMessage() + ".");
        }
        complete(endStream);
    }

    /** Checks the head as a whole, after its last field. */
    private void complete(boolean endStream) {
        if (trailers || pseudoFields.isConnect()) {
            return;
        }
        if (error == null) {
            error = pseudoFields.error();
        }
        if (error == null) {
            completeHost();
        }
        if (error == null && endStream && length > 0) {
            error("The body is shorter than its Content-Length.");
        }
        if (cookies != null) {
            fields.add(Headers.COOKIE, cookies.toString());
        }
    }

    private void completeHost() {
        int hosts = fields.count(Headers.HOST);
        String host = fields.first(Headers.HOST);
        String authority = pseudoFields.authority;
        String declared = authority == null ? host : authority;
        if (hosts > 1) {
            error("The request has more than one Host field.");
        } else if (declared == null || !Targets.isHost(declared)) {
            error(":authority is missing or not a host with an optional port.");
        } else if (host == null) {
            fields.add(Headers.HOST, declared);
        } else if (!host.equalsIgnoreCase(declared)) {
            error("The Host field differs from :authority.");
        }
    }

    /** The first error, as a sentence; null if there is none. */
    @Nullable
    String error() {
        return error;
    }

    /** Why the request is refused; null if it is well-formed. */
    @Nullable
    Problem problem() {
        if (pseudoFields.isConnect()) {
            return new ClientError.NoTunnel();
        }
        return error == null ? null : new ClientError.BadRequest(error);
    }

    /** The method; {@code -} if it is malformed. */
    HttpString method() {
        String method = pseudoFields.method;
        return method != null && isToken(method) ? Methods.fromString(method) : new HttpString("-");
    }

    /** The path with its query; empty if it is malformed. */
    String target() {
        String path = pseudoFields.path;
        return path != null && Targets.isValid(path) ? path : "";
    }

    Fields fields() {
        return fields;
    }

    /** The declared length of the body; -1 if there is none. */
    long length() {
        return length;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || !ParserUtils.isTokenChar((byte) c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isName(HttpString name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = name.byteAt(i);
            if (b < 0 || !ParserUtils.isTokenChar(b) || (b >= 'A' && b <= 'Z')) {
                return false;
            }
        }
        return name.length() > 0;
    }

    private static boolean isValue(String value) {
        int length = value.length();
        if (length > 0 && (isSpaceOrTab(value.charAt(0)) || isSpaceOrTab(value.charAt(length - 1)))) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpaceOrTab(char c) {
        return c == ' ' || c == '\t';
    }
}
