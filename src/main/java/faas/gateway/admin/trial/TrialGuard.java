package faas.gateway.admin.trial;

import faas.gateway.admin.page.PageRequest;
import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only what the page itself sends. A browser adds the operator's login to requests of any page, such as that of a
 * function; but it sends neither JSON nor fields of one's own to another origin without asking, and says where it comes from.
 * Thread-safe.
 */
final class TrialGuard {
    /** The field that the page adds. */
    static final HttpString MARK = new HttpString("X-Faas-Try");

    private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");

    /** Calls in a second: more than a person makes, and no tool for load. */
    private static final int MAX_PER_SECOND = 5;

    private final LongSupplier nanoTime;
    private final ArrayDeque<Long> latest = new ArrayDeque<>();

    TrialGuard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    static boolean isFromPage(PageRequest request) {
        Fields fields = request.fields();
        String type = Objects.requireNonNullElse(fields.first(Headers.CONTENT_TYPE), "");
        String site = Objects.requireNonNullElse(fields.first(SEC_FETCH_SITE), "same-origin");
        return fields.contains(MARK)
                && type.toLowerCase(Locale.ROOT).startsWith("application/json")
                && site.equals("same-origin")
                && isOwn(fields.first(Headers.ORIGIN), fields.first(Headers.HOST));
    }

    private static boolean isOwn(@Nullable String origin, @Nullable String host) {
        return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    /** Whether one more may be made now. */
    synchronized boolean isWithinRate() {
        long nowNanos = nanoTime.getAsLong();
        while (!latest.isEmpty() && nowNanos - latest.getFirst() >= TimeUnit.SECONDS.toNanos(1)) {
            latest.removeFirst();
        }
        if (latest.size() >= MAX_PER_SECOND) {
            return false;
        }
        latest.add(nowNanos);
        return true;
    }
}
