package faas.gateway.http.reply;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The grammar of request targets and hosts (RFC 9112 §3.2, RFC 3986), for both protocols. */
public final class Targets {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~!$&'()*+,;=%-]{1,255})(:[0-9]{1,5})?");

    private static final int MAX_PORT = 65_535;

    private Targets() {}

    /** Whether all characters are allowed in a target, and every percent sign starts an encoded byte. */
    public static boolean isValid(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c >= 0x7f || !ParserUtils.isRequestTargetChar((byte) c)) {
                return false;
            }
            if (c == '%' && !(isHex(target, i + 1) && isHex(target, i + 2))) {
                return false;
            }
        }
        return !target.isEmpty();
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && text.charAt(at) < 0x7f && ParserUtils.isHexDigitChar((byte) text.charAt(at));
    }

    /** Whether it is a path, or the {@code *} of an OPTIONS. */
    public static boolean isPath(String target, HttpString method) {
        return target.startsWith("/") || (target.equals("*") && method.equals(Methods.OPTIONS));
    }

    /** Whether it is a host with an optional port. */
    public static boolean isHost(String host) {
        if (!HOST.matcher(host).matches()) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
        return !port || Integer.parseInt(host.substring(colon + 1)) <= MAX_PORT;
    }

    /** The authority of an absolute target; null if the target is not absolute. */
    public static @Nullable String authority(String target) {
        int start = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (start < 0) {
            return null;
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return target.substring(start, end);
    }
}
