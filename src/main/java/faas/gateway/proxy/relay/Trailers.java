package faas.gateway.proxy.relay;

import faas.gateway.http1.Fields;
import faas.gateway.http1.Provenance;
import faas.gateway.proxy.call.Call;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.ParserUtils;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The fields after a body (RFC 9110 §6.5), in both directions. */
final class Trailers {
    /** HTTP/2 trailers have no limit of their own; fields beyond this are dropped. */
    private static final int MAX_BYTES = 8 * 1024;

    /** Fields about framing, routing or authentication come too late after the body (RFC 9110 §6.5.1). */
    private static final Set<HttpString> NEVER = Set.of(
            Headers.TRANSFER_ENCODING,
            Headers.CONTENT_LENGTH,
            Headers.CONTENT_ENCODING,
            Headers.CONTENT_TYPE,
            Headers.CONTENT_RANGE,
            Headers.HOST,
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            new HttpString("Proxy-Connection"),
            Headers.UPGRADE,
            Headers.TE,
            Headers.TRAILER,
            Headers.EXPECT,
            Headers.AUTHORIZATION,
            Headers.PROXY_AUTHORIZATION,
            Headers.COOKIE,
            Headers.SET_COOKIE,
            Call.ID_FIELD);

    private Trailers() {}

    /** The trailers of a request that pass on to the function; null if none do. They may not say where the call comes from. */
    static @Nullable Fields ofRequest(@Nullable Fields came) {
        return fit(came, name -> !Provenance.isClaim(name));
    }

    /** The trailers of a response that pass on to the client; null if none do. */
    static @Nullable Fields ofResponse(@Nullable Fields came) {
        return fit(came, name -> true);
    }

    private static @Nullable Fields fit(@Nullable Fields came, Predicate<HttpString> also) {
        if (came == null || came.size() == 0) {
            return null;
        }
        Fields fit = new Fields();
        int bytes = 0;
        for (int i = 0; i < came.size(); i++) {
            int more = came.name(i).length() + came.value(i).length() + ": \r\n".length();
            if (bytes + more <= MAX_BYTES && also.test(came.name(i)) && isFit(came.name(i), came.value(i))) {
                bytes += more;
                fit.add(came.name(i), came.value(i));
            }
        }
        return fit;
    }

    /** Whether the client accepts trailers. */
    static boolean areWelcome(List<String> te) {
        for (String coding : te) {
            if (coding.toLowerCase(Locale.ROOT).startsWith("trailers")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFit(HttpString name, String value) {
        return !NEVER.contains(name)
                && name.length() > 0
                && name.toString().chars().allMatch(c -> c < 0x80 && ParserUtils.isTokenChar((byte) c))
                && value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t' || c >= 0x80);
    }
}
