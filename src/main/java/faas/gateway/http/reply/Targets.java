package faas.gateway.http.reply;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Request targets and hosts as the grammar has them (RFC 9112 §3.2, RFC 3986), in both protocols. */
public final class Targets {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~!$&'()*+,;=%-]{1,255})(:[0-9]{1,5})?");

    private static final int MAX_PORT = 65_535;

    private Targets() {}

    /** Whether every character of it may stand in a target, and every percent sign begins an encoded byte. */
    public static boolean isProper(String target) {
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

    /** Whether it is a host, perhaps with a port. */
    public static boolean isHost(String host) {
        if (!HOST.matcher(host).matches()) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
        return !port || Integer.parseInt(host.substring(colon + 1)) <= MAX_PORT;
    }

    /** The host of an absolute target of HTTP, with its port; null if it is no such target. */
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
