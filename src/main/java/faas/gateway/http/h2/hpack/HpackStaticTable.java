package faas.gateway.http.h2.hpack;

import io.undertow.util.HttpString;
import java.util.HashMap;
import java.util.Map;

/** The static table (RFC 7541 appendix A). */
final class HpackStaticTable {
    private static final String[] ENTRIES = {
        ":authority",
        ":method: GET",
        ":method: POST",
        ":path: /",
        ":path: /index.html",
        ":scheme: http",
        ":scheme: https",
        ":status: 200",
        ":status: 204",
        ":status: 206",
        ":status: 304",
        ":status: 400",
        ":status: 404",
        ":status: 500",
        "accept-charset",
        "accept-encoding: gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    static final int SIZE = ENTRIES.length;

    private static final HttpString[] NAMES = new HttpString[SIZE + 1];
    private static final String[] VALUES = new String[SIZE + 1];
    private static final Map<HttpString, Integer> NUMBERS = new HashMap<>();

    static {
        for (int i = 1; i <= SIZE; i++) {
            String entry = ENTRIES[i - 1];
            int colon = entry.indexOf(": ", 1);
            NAMES[i] = new HttpString(colon < 0 ? entry : entry.substring(0, colon));
            VALUES[i] = colon < 0 ? "" : entry.substring(colon + 2);
            NUMBERS.putIfAbsent(NAMES[i], i);
        }
    }

    private HpackStaticTable() {}

    static HttpString name(int number) {
        return NAMES[number];
    }

    static String value(int number) {
        return VALUES[number];
    }

    /** The lowest index of a field with this name; 0 if there is none. */
    static int number(HttpString name) {
        return NUMBERS.getOrDefault(name, 0);
    }
}
