package faas.gateway.proxy.call;

import io.undertow.util.HttpString;
import java.util.Set;

/**
 * Which fields say where a call comes from, or what else only the gateway says. From a client that is not trusted none of them
 * reaches a function, in no spelling: CGI and WSGI make {@code X_REAL_IP} of {@code X-Real-IP} and of {@code X_Real_IP} alike.
 */
public final class Provenance {
    private static final String FORWARDED_PREFIX = "x-forwarded";

    private static final Set<String> NAMES = Set.of(
            "forwarded",
            "x-real-ip",
            "x-client-ip",
            "client-ip",
            "true-client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "x-original-host",
            "x-original-url",
            "x-rewrite-url",
            "x-call-id");

    private Provenance() {}

    /** Whether a field of that name says where a call comes from. */
    public static boolean isClaim(HttpString name) {
        int length = name.length();
        if (length < 9 || length > 64) {
            return false;
        }
        int first = name.byteAt(0) | 0x20;
        if (first != 'f' && first != 'x' && first != 'c' && first != 't') {
            return false;
        }
        String folded = folded(name);
        return folded.startsWith(FORWARDED_PREFIX) || NAMES.contains(folded);
    }

    /** Whether it is spelt in a way that CGI would take for another field: with an underscore. */
    public static boolean hasUnderscore(HttpString name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.byteAt(i) == '_') {
                return true;
            }
        }
        return false;
    }

    private static String folded(HttpString name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = (char) name.byteAt(i);
            text.append(c == '_' ? '-' : Character.toLowerCase(c));
        }
        return text.toString();
    }
}
