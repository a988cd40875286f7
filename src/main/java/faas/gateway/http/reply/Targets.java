package faas.gateway.http.reply;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import org.jspecify.annotations.Nullable;

/** The grammar of request targets and hosts (RFC 9112 §3.2, RFC 3986), for both protocols. */
public final class Targets {
    /** Besides letters and digits. */
    private static final String NAME_CHARACTERS = "._~!$&'()*+,;=%-";

    private static final int MAX_NAME_LENGTH = 255;

    /** An IPv6 address with an IPv4 address in it. */
    private static final int MAX_LITERAL_LENGTH = 45;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

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
        int end = host.startsWith("[") ? endOfLiteral(host) : endOfName(host);
        return end > 0 && (end == host.length() || isPort(host, end));
    }

    /** The end of an IPv6 address in brackets; 0 if it is malformed. */
    private static int endOfLiteral(String host) {
        int i = 1;
        while (i < host.length() && (isHex(host, i) || host.charAt(i) == ':' || host.charAt(i) == '.')) {
            i++;
        }
        int length = i - 1;
        boolean closed = i < host.length() && host.charAt(i) == ']';
        return closed && length >= 2 && length <= MAX_LITERAL_LENGTH ? i + 1 : 0;
    }

    /** The end of a name or an IPv4 address; 0 if it is malformed. */
    private static int endOfName(String host) {
        int i = 0;
        while (i < host.length() && isNameCharacter(host.charAt(i))) {
            i++;
        }
        return i <= MAX_NAME_LENGTH ? i : 0;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || NAME_CHARACTERS.indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether the rest is a colon and a port. */
    private static boolean isPort(String host, int colon) {
        int digits = host.length() - colon - 1;
        if (host.charAt(colon) != ':' || digits < 1 || digits > MAX_PORT_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < host.length(); i++) {
            if (!isDigit(host.charAt(i))) {
                return false;
            }
            port = 10 * port + host.charAt(i) - '0';
        }
        return port <= MAX_PORT;
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
