package faas.runtime.server;

import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The id each call carries through gateway, function and logs. */
final class CallIds {

    static final String HEADER = "X-Call-Id";

    private static final int LONGEST = 64;
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private final LongSupplier random;

    /** The source is asked by several threads at once. */
    CallIds(LongSupplier random) {
        this.random = random;
    }

    /** The id that was sent, if it can be printed anywhere as it is; else a new one. */
    String keepOrCreate(@Nullable String sent) {
        return sent != null && isPlain(sent) ? sent : make();
    }

    private String make() {
        return HexFormat.of().toHexDigits(random.getAsLong());
    }

    private static boolean isPlain(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(c -> PLAIN.indexOf(c) >= 0);
    }
}
