package faas.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request's head can be read in one way only (RFC 9112 §3.2, §6). What is no HTTP at all, two lengths, a length
 * beside chunks and a host that is missing, doubled or no host have been refused by Undertow before.
 */
final class HeadCheck {
    /** Digits of a length: Undertow lets a longer one wrap around. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private HeadCheck() {}

    /** What is wrong with it, as a sentence; null if nothing is. */
    static @Nullable String mistake(HttpServerExchange exchange) {
        if (!exchange.isHttp11() && !exchange.isHttp10()) {
            return exchange.getProtocol().equals(Protocols.HTTP_2_0)
                    ? Http2Head.bodyMistake(exchange)
                    : "The gateway speaks HTTP/2, HTTP/1.1 and HTTP/1.0.";
        }
        HeaderMap fields = exchange.getRequestHeaders();
        String coding = fields.getFirst(Headers.TRANSFER_ENCODING);
        if (coding != null && (exchange.isHttp10() || !coding.equalsIgnoreCase("chunked"))) {
            return "Transfer-Encoding can be chunked only, and in HTTP/1.1 only.";
        }
        String length = fields.getFirst(Headers.CONTENT_LENGTH);
        if (length != null && length.length() > MAX_LENGTH_DIGITS) {
            return "Content-Length can have " + MAX_LENGTH_DIGITS + " digits.";
        }
        String host = fields.getFirst(Headers.HOST);
        return host == null ? null : hostMistake(exchange, host);
    }

    private static @Nullable String hostMistake(HttpServerExchange exchange, String host) {
        if (host.isEmpty() || host.startsWith(":") || host.contains(":+")) {
            return "Host is not a host, perhaps with a port.";
        }
        boolean absolute = exchange.isHostIncludedInRequestURI()
                && !exchange.getRequestMethod().equals(Methods.CONNECT);
        return absolute && !host.equalsIgnoreCase(authority(exchange.getRequestURI()))
                ? "Host is another one than that of the request's target."
                : null;
    }

    private static String authority(String uri) {
        int start = uri.indexOf("://") + 3;
        int end = uri.indexOf('/', start);
        return end < 0 ? uri.substring(start) : uri.substring(start, end);
    }
}
