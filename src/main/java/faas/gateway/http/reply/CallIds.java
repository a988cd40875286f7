package faas.gateway.http.reply;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives every call an id to be found by in logs: the caller's own where it is fit to be logged, else a new one. */
public final class CallIds {
    private static final int MAX_LENGTH = 64;

    private final String prefix;
    private final AtomicLong next = new AtomicLong();

    /** @param random tells this gateway's ids from those of others and of earlier runs */
    public CallIds(RandomGenerator random) {
        prefix = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX) + "-";
    }

    /** The client's id if it is fit, else a new one. */
    public String keepOrMake(@Nullable String offered) {
        return offered != null && isFit(offered) ? offered : make();
    }

    private String make() {
        return prefix + Long.toString(next.getAndIncrement(), Character.MAX_RADIX);
    }

    private static boolean isFit(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean fit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!fit) {
                return false;
            }
        }
        return true;
    }
}
