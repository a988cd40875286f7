package faas.gateway.http;

import faas.gateway.proxy.CallerMistake;
import faas.gateway.proxy.Problem;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the head of a call over HTTP/2 can be read in one way only, and can be said in HTTP/1.1 (RFC 9113 §8.2, §8.3).
 * Names of fields, and the order of those with a colon, have been looked at by Undertow.
 */
final class Http2Head {
    /** Digits of a length: what a long holds. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~!$&'()*+,;=%-]{1,255})(:0{0,4}[1-9][0-9]{0,4})?");

    private static final List<HttpString> OF_THE_CONNECTION = List.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            new HttpString("Proxy-Connection"),
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE);

    private Http2Head() {}

    /** Why it is not that of a call; null if it is. */
    static @Nullable Problem refusal(HeaderMap fields) {
        if (isConnect(fields)) {
            return new CallerMistake.NoTunnel();
        }
        String mistake = mistake(fields);
        return mistake == null ? null : new CallerMistake.BadRequest(mistake);
    }

    private static @Nullable String mistake(HeaderMap fields) {
        if (fields.count(Http2Channel.METHOD) != 1 || !isToken(fields.getFirst(Http2Channel.METHOD))) {
            return "There is not one :method.";
        }
        if (fields.count(Http2Channel.SCHEME) != 1 || !isScheme(fields.getFirst(Http2Channel.SCHEME))) {
            return "There is not one :scheme, of http or https.";
        }
        if (fields.count(Http2Channel.PATH) != 1 || !isPath(fields)) {
            return "There is not one :path, beginning with a slash and percent-encoded where it should be.";
        }
        String host = hostMistake(fields);
        return host != null ? host : fieldMistake(fields);
    }

    private static @Nullable String hostMistake(HeaderMap fields) {
        String authority = fields.getFirst(Http2Channel.AUTHORITY);
        String host = fields.getFirst(Headers.HOST);
        if (fields.count(Http2Channel.AUTHORITY) > 1 || fields.count(Headers.HOST) > 1) {
            return "There are several hosts.";
        }
        String said = authority == null ? host : authority;
        if (said == null || !HOST.matcher(said).matches()) {
            return ":authority is not a host, perhaps with a port.";
        }
        return host == null || host.equalsIgnoreCase(said) ? null : "Host is another one than :authority.";
    }

    private static @Nullable String fieldMistake(HeaderMap fields) {
        for (HttpString name : OF_THE_CONNECTION) {
            if (fields.contains(name)) {
                return name + " cannot be said in HTTP/2.";
            }
        }
        HeaderValues te = fields.get(Headers.TE);
        if (te != null && !te.stream().allMatch(value -> value.equals("trailers"))) {
            return "TE can be trailers only.";
        }
        HeaderValues length = fields.get(Headers.CONTENT_LENGTH);
        if (length != null && (length.size() > 1 || !isLength(length.getFirst()))) {
            return "Content-Length is not one number of at most " + MAX_LENGTH_DIGITS + " digits.";
        }
        for (HeaderValues field : fields) {
            for (String value : field) {
                if (!isText(value)) {
                    return "A field has a control character, or blanks around its value.";
                }
            }
        }
        return null;
    }

    /** What is wrong with a body that ended with its head, as a sentence; null if nothing is. */
    static @Nullable String bodyMistake(HttpServerExchange exchange) {
        return exchange.isRequestComplete() && exchange.getRequestContentLength() > 0
                ? "The body is shorter than its Content-Length."
                : null;
    }

    /** The method to tell it by, even if it is none. */
    static HttpString method(HeaderMap fields) {
        String method = fields.getFirst(Http2Channel.METHOD);
        return isToken(method) ? Methods.fromString(method) : Methods.GET;
    }

    /** Has it say everything where Undertow looks for it. */
    static void complete(HeaderMap fields) {
        if (!fields.contains(Http2Channel.AUTHORITY)) {
            fields.put(Http2Channel.AUTHORITY, fields.getFirst(Headers.HOST));
        }
    }

    /** Takes all out of a head that is to be refused, so that Undertow passes it on to be told. */
    static void disarm(HeaderMap fields) {
        fields.clear();
        fields.put(Http2Channel.METHOD, Methods.GET_STRING);
        fields.put(Http2Channel.SCHEME, "http");
        fields.put(Http2Channel.PATH, "/");
        fields.put(Http2Channel.AUTHORITY, "refused");
    }

    private static boolean isConnect(HeaderMap fields) {
        return Methods.CONNECT_STRING.equals(fields.getFirst(Http2Channel.METHOD));
    }

    private static boolean isScheme(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }

    private static boolean isPath(HeaderMap fields) {
        String path = fields.getFirst(Http2Channel.PATH);
        boolean ofServer = path.equals("*") && Methods.OPTIONS_STRING.equals(fields.getFirst(Http2Channel.METHOD));
        return (path.startsWith("/") && path.chars().allMatch(c -> ParserUtils.isRequestTargetChar((byte) c)))
                || ofServer;
    }

    private static boolean isToken(@Nullable String text) {
        return text != null && !text.isEmpty() && text.chars().allMatch(c -> ParserUtils.isTokenChar((byte) c));
    }

    private static boolean isLength(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isText(String value) {
        boolean blankAround =
                !value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
        return !blankAround && value.chars().allMatch(c -> (c >= ' ' || c == '\t') && c != 0x7f);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
