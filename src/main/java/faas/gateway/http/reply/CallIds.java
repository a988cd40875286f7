package faas.gateway.http.reply;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives each call an id for the logs: the client's own if it is safe to log, else a new one. */
public final class CallIds {
    private static final int MAX_LENGTH = 64;

    private final String prefix;
    private final AtomicLong next = new AtomicLong();

    /** @param random makes the ids differ from those of other gateways and earlier runs */
    public CallIds(RandomGenerator random) {
        prefix = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX) + "-";
    }

    /** The client's id if it is valid, else a new one. */
    public String acceptOrCreate(@Nullable String offered) {
        return offered != null && isValid(offered) ? offered : create();
    }

    private String create() {
        return prefix.concat(Long.toString(next.getAndIncrement(), Character.MAX_RADIX));
    }

    private static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean valid =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!valid) {
                return false;
            }
        }
        return true;
    }
}
