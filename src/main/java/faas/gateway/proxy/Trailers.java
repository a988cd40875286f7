package faas.gateway.proxy;

import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.Attachable;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields after the last chunk of a body (RFC 9110 §6.5), which pass on in both directions. */
final class Trailers {
    /** Together with the end of the body they must fit into one network buffer; what is beyond is left out. */
    private static final int MAX_BYTES = 8 * 1024;

    /** What says where a message ends, where it goes or who sent it comes too late behind the body (RFC 9110 §6.5.1). */
    private static final Set<HttpString> NEVER = Set.of(
            Headers.TRANSFER_ENCODING,
            Headers.CONTENT_LENGTH,
            Headers.CONTENT_ENCODING,
            Headers.CONTENT_TYPE,
            Headers.CONTENT_RANGE,
            Headers.HOST,
            Headers.CONNECTION,
            Headers.UPGRADE,
            Headers.TE,
            Headers.TRAILER,
            Headers.EXPECT,
            Headers.AUTHORIZATION,
            Headers.PROXY_AUTHORIZATION,
            Headers.COOKIE,
            Headers.SET_COOKIE,
            Headers.X_FORWARDED_FOR,
            Headers.X_FORWARDED_PROTO,
            Headers.X_FORWARDED_HOST,
            Call.ID_FIELD);

    private Trailers() {}

    /** Has those that came with one message sent with the other; to be called when the one has been read to its end. */
    static void pass(Attachable from, Attachable to) {
        // Undertow keeps what came under this key for answers, too, and sends from the other one for requests, too.
        HeaderMap came = from.getAttachment(HttpAttachments.REQUEST_TRAILERS);
        if (came == null) {
            return;
        }
        HeaderMap fit = new HeaderMap();
        int bytes = 0;
        for (HeaderValues field : came) {
            for (String value : field) {
                int more = field.getHeaderName().length() + value.length() + ": \r\n".length();
                if (bytes + more <= MAX_BYTES && isFit(field.getHeaderName(), value)) {
                    bytes += more;
                    fit.add(field.getHeaderName(), value);
                }
            }
        }
        to.putAttachment(HttpAttachments.RESPONSE_TRAILERS, fit);
    }

    /** Passes on which trailers are to come. */
    static void announce(HeaderMap from, HeaderMap to) {
        HeaderValues names = from.get(Headers.TRAILER);
        if (names != null) {
            to.putAll(Headers.TRAILER, List.copyOf(names));
        }
    }

    /** Tells the function that trailers are welcome, if the caller said so. */
    static void welcome(HeaderMap from, HeaderMap to) {
        if (saysTrailers(from.get(Headers.TE))) {
            to.put(Headers.TE, "trailers");
            to.put(Headers.CONNECTION, "TE");
        }
    }

    private static boolean saysTrailers(@Nullable HeaderValues te) {
        return te != null
                && te.stream()
                        .flatMap(value -> List.of(value.split(",", -1)).stream())
                        .anyMatch(coding ->
                                coding.strip().toLowerCase(Locale.ROOT).equals("trailers"));
    }

    private static boolean isFit(HttpString name, String value) {
        return !NEVER.contains(name)
                && name.length() > 0
                && name.toString().chars().allMatch(Trailers::isTokenChar)
                && value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
    }

    /** RFC 9110 §5.6.2. */
    private static boolean isTokenChar(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
