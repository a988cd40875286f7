package faas.gateway.http1;

import io.undertow.util.HttpString;
import java.util.Set;

/**
 * Which fields claim where a call comes from, or something else that only the gateway may say. None of them passes from an untrusted
 * client to a function, in any spelling: CGI and WSGI make {@code X_REAL_IP} of both {@code X-Real-IP} and {@code X_Real_IP}.
 */
public final class Provenance {
    private static final String FORWARDED_PREFIX = "x-forwarded";
    private static final String CALLER = "x-caller";
    private static final String CALLER_PREFIX = "x-caller-";

    /** Of a longer name, the beginning decides: no name below is so long. */
    private static final int MAX_FOLDED = 64;

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

    /** Whether a field of that name is such a claim. */
    public static boolean isClaim(HttpString name) {
        if (name.length() < CALLER.length()) {
            return false;
        }
        int first = name.byteAt(0) | 0x20;
        if (first != 'f' && first != 'x' && first != 'c' && first != 't') {
            return false;
        }
        String folded = folded(name);
        return folded.startsWith(FORWARDED_PREFIX) || NAMES.contains(folded) || isCaller(folded);
    }

    /** Whether a field of that name says who makes a call, which only the gateway may say. */
    public static boolean isCaller(HttpString name) {
        return isCaller(folded(name));
    }

    private static boolean isCaller(String folded) {
        return folded.equals(CALLER) || folded.startsWith(CALLER_PREFIX);
    }

    /** Whether it has an underscore, so that CGI would take it for another field. */
    public static boolean hasUnderscore(HttpString name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.byteAt(i) == '_') {
                return true;
            }
        }
        return false;
    }

    private static String folded(HttpString name) {
        int length = Math.min(name.length(), MAX_FOLDED);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = (char) name.byteAt(i);
            text.append(c == '_' ? '-' : Character.toLowerCase(c));
        }
        return text.toString();
    }
}
