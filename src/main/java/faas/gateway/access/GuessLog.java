package faas.gateway.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports clients that guess keys, with one line for all of them in a while. Thread-safe. */
final class GuessLog {
    private static final Logger LOG = LoggerFactory.getLogger(GuessLog.class);
    private static final Duration QUIET = Duration.ofMinutes(10);

    /** 0 before the first line. */
    private final AtomicLong quietUntilNanos = new AtomicLong();

    void refused(InetAddress client, long nowNanos) {
        long until = quietUntilNanos.get();
        if (until != 0 && nowNanos - until < 0) {
            return;
        }
        if (quietUntilNanos.compareAndSet(until, nowNanos + QUIET.toNanos())) {
            LOG.warn(
                    "{} has sent many wrong keys and is refused for a while; others that do so within {} minutes are not "
                            + "reported, but counted as too_many_guesses",
                    client.getHostAddress(),
                    QUIET.toMinutes());
        }
    }
}
