package faas.gateway.proxy;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.ParserUtils;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields after the last chunk of a body (RFC 9110 §6.5), which pass on in both directions. */
final class Trailers {
    /** Trailers over HTTP/2 have no bound of their own; what is beyond is left out. */
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

    /** Those of one message that pass on with the other; null if there are none. */
    static @Nullable HeaderMap fit(@Nullable HeaderMap came) {
        if (came == null || came.size() == 0) {
            return null;
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
        return fit;
    }

    /** Whether the caller said so. */
    static boolean areWelcome(@Nullable HeaderValues te) {
        return te != null
                && te.stream()
                        .flatMap(value -> List.of(value.split(",", -1)).stream())
                        .anyMatch(coding ->
                                coding.strip().toLowerCase(Locale.ROOT).equals("trailers"));
    }

    private static boolean isFit(HttpString name, String value) {
        return !NEVER.contains(name)
                && name.length() > 0
                && name.toString().chars().allMatch(c -> c < 0x80 && ParserUtils.isTokenChar((byte) c))
                && value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
    }
}
