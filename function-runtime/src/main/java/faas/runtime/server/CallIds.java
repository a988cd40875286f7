package faas.runtime.server;

import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Call ids, which identify a call in the gateway, the function and the logs. */
final class CallIds {

    static final String HEADER = "X-Call-Id";

    private static final int LONGEST = 64;

    private final LongSupplier random;

    /** The source of random numbers must be thread-safe. */
    CallIds(LongSupplier random) {
        this.random = random;
    }

    /** The id of the request if it is safe to print anywhere, otherwise a new one. */
    String keepOrCreate(@Nullable String sent) {
        return sent != null && isPlain(sent) ? sent : make();
    }

    private String make() {
        return HexFormat.of().toHexDigits(random.getAsLong());
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isPlain(id.charAt(i))) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
