package faas.runtime.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query or a form, decoded strictly.
 *
 * <p>{@code &} separates, {@code +} and {@code %20} are spaces, {@code ;} is a plain character. A pair that is malformed
 * or not UTF-8 is listed by its name, as far as that could be decoded.
 */
record Query(Map<String, List<String>> values, Set<String> undecodable) {

    static final Query NONE = new Query(Map.of(), Set.of());

    private static final char DELETE = 0x7F;

    /** Counts the pairs without decoding any. */
    static int count(String raw) {
        int count = 0;
        boolean inPair = false;
        for (int i = 0; i < raw.length(); i++) {
            boolean separator = raw.charAt(i) == '&';
            if (!separator && !inPair) {
                count++;
            }
            inPair = !separator;
        }
        return count;
    }

    static Query parse(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        Set<String> undecodable = new LinkedHashSet<>();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String rawName = equals < 0 ? pair : pair.substring(0, equals);
            String rawValue = equals < 0 ? "" : pair.substring(equals + 1);
            Optional<String> name = decode(rawName);
            Optional<String> value = decode(rawValue);
            if (name.isEmpty() || value.isEmpty()) {
                undecodable.add(name.orElse(rawName));
            } else {
                values.computeIfAbsent(name.get(), key -> new ArrayList<>(1)).add(value.get());
            }
        }
        return new Query(values, undecodable);
    }

    private static Optional<String> decode(String raw) {
        return isLiteral(raw) ? Optional.of(raw) : decodeBytes(raw);
    }

    /** Whether every character stands for itself, as in most names and numbers, so that nothing needs decoding. */
    private static boolean isLiteral(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c >= DELETE || c == '%' || c == '+') {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decodeBytes(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int octet = octet(raw, i);
                if (octet < 0) {
                    return Optional.empty();
                }
                bytes[length++] = (byte) octet;
                i += 2;
            } else if (c <= ' ' || c == DELETE || c > 0xFF) {
                return Optional.empty(); // spaces and control characters must be percent-encoded
            } else {
                bytes[length++] = c == '+' ? (byte) ' ' : (byte) c;
            }
        }
        return Utf8.decode(bytes, length);
    }

    /** The octet that two hexadecimal digits after a percent sign encode, or -1. */
    private static int octet(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            return -1;
        }
        int high = hex(raw.charAt(percent + 1));
        int low = hex(raw.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
