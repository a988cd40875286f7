package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.ConnectionError;
import faas.gateway.http.h2.frame.Frames;
import faas.gateway.http.h2.hpack.HpackDecoder;
import faas.gateway.http.h2.hpack.HpackException;
import faas.gateway.http.reply.Targets;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The field block of a request or of its trailers, and what is wrong with it: whether it can be read in one way only, and can be
 * said in HTTP/1.1 (RFC 9113 §8.2, §8.3).
 */
final class Http2Head implements HpackDecoder.Receiver {
    /** What a field counts for beyond its name and its value (RFC 9113 §10.5.1). */
    private static final int FIELD_BYTES = 32;

    private static final int MAX_LENGTH_DIGITS = 18;

    private static final Set<HttpString> OF_THE_CONNECTION = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            new HttpString("proxy-connection"),
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE);

    private final int maxBytes;
    private final int maxFields;
    private final boolean trailers;
    private final Fields fields = new Fields();
    private @Nullable StringBuilder cookies;
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String path;
    private @Nullable String authority;
    private @Nullable String mistake;
    private long length = -1;
    private int bytes;
    private int count;
    private boolean pseudoOver;

    Http2Head(int maxBytes, int maxFields, boolean trailers) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
        this.trailers = trailers;
    }

    @Override
    public void field(HttpString name, String value) {
        bytes += name.length() + value.length() + FIELD_BYTES;
        count++;
        if (mistake != null) {
            return;
        }
        if (bytes - count * FIELD_BYTES > maxBytes || count > maxFields + 4) {
            mistake("The head has more than " + maxBytes + " bytes or " + maxFields + " fields.");
            return;
        }
        if (name.length() > 0 && name.byteAt(0) == ':') {
            pseudo(name, value);
        } else {
            pseudoOver = true;
            regular(name, value);
        }
    }

    private void mistake(String sentence) {
        mistake = mistake == null ? sentence : mistake;
    }

    private void pseudo(HttpString name, String value) {
        if (pseudoOver || trailers) {
            mistake("A pseudo-field comes after others.");
            return;
        }
        boolean again;
        switch (name.toString()) {
            case ":method" -> {
                again = method != null;
                method = value;
            }
            case ":scheme" -> {
                again = scheme != null;
                scheme = value;
            }
            case ":path" -> {
                again = path != null;
                path = value;
            }
            case ":authority" -> {
                again = authority != null;
                authority = value;
            }
            default -> {
                mistake("There is a pseudo-field that requests do not have.");
                return;
            }
        }
        if (again) {
            mistake(name + " comes twice.");
        }
    }

    private void regular(HttpString name, String value) {
        if (!isName(name)) {
            mistake("A field has no proper name in small letters.");
        } else if (!isValue(value)) {
            mistake("A field has a control character, or blanks around its value.");
        } else if (OF_THE_CONNECTION.contains(name)) {
            mistake(name + " cannot be said in HTTP/2.");
        } else if (name.equals(Headers.TE) && !value.equals("trailers")) {
            mistake("TE can be trailers only.");
        } else if (name.equals(Headers.CONTENT_LENGTH) && !trailers) {
            length(name, value);
        } else if (name.equals(Headers.COOKIE) && !trailers) {
            // One line for a function, which is called in HTTP/1.1 (RFC 9113 §8.2.3).
            cookies = cookies == null
                    ? new StringBuilder(value)
                    : cookies.append("; ").append(value);
        } else {
            fields.add(name, value);
        }
    }

    private void length(HttpString name, String value) {
        boolean proper = length < 0
                && !value.isEmpty()
                && value.length() <= MAX_LENGTH_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!proper) {
            mistake("Content-Length is not one number of at most " + MAX_LENGTH_DIGITS + " digits.");
            return;
        }
        length = Long.parseLong(value);
        fields.add(name, value);
    }

    /**
     * Reads a whole field block.
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

    /** Looks at the whole, once all fields are there. */
    private void complete(boolean endStream) {
        if (trailers) {
            return;
        }
        if (Methods.CONNECT_STRING.equals(method)) {
            return;
        }
        if (mistake == null && (method == null || !isToken(method))) {
            mistake("There is not one :method.");
        }
        if (mistake == null && !"http".equals(scheme) && !"https".equals(scheme)) {
            mistake("There is not one :scheme, of http or https.");
        }
        if (mistake == null && (path == null || !isPath(path))) {
            mistake("There is not one :path, beginning with a slash and percent-encoded where it should be.");
        }
        if (mistake == null) {
            completeHost();
        }
        if (mistake == null && endStream && length > 0) {
            mistake("The body is shorter than its Content-Length.");
        }
        if (cookies != null) {
            fields.add(Headers.COOKIE, cookies.toString());
        }
    }

    private void completeHost() {
        int hosts = fields.count(Headers.HOST);
        String host = fields.first(Headers.HOST);
        String said = authority == null ? host : authority;
        if (hosts > 1) {
            mistake("There are several hosts.");
        } else if (said == null || !Targets.isHost(said)) {
            mistake(":authority is not a host, perhaps with a port.");
        } else if (host == null) {
            fields.add(Headers.HOST, said);
        } else if (!host.equalsIgnoreCase(said)) {
            mistake("Host is another one than :authority.");
        }
    }

    private boolean isPath(String text) {
        return Targets.isValid(text) && Targets.isPath(text, method());
    }

    /** What is wrong with it, as a sentence; null if nothing is. */
    @Nullable
    String mistake() {
        return mistake;
    }

    /** Why it is refused; null if it is not. */
    @Nullable
    Problem problem() {
        if (Methods.CONNECT_STRING.equals(method)) {
            return new CallerMistake.NoTunnel();
        }
        return mistake == null ? null : new CallerMistake.BadRequest(mistake);
    }

    /** The method to report it by, even if it is none. */
    HttpString method() {
        return method != null && isToken(method) ? Methods.fromString(method) : new HttpString("-");
    }

    /** The path with its query; empty if it is none. */
    String target() {
        return path != null && Targets.isValid(path) ? path : "";
    }

    Fields fields() {
        return fields;
    }

    /** The length that it declares; -1 if none. */
    long length() {
        return length;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && ParserUtils.isTokenChar((byte) c));
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
        if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
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

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
