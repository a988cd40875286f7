package faas.gateway.access.secret;

import faas.gateway.credentials.FailedGuesses;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.ClientError;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Limits invalid credentials by address, and reports addresses beyond the limit with one line in a while. Thread-safe. */
public final class GuessLimit {
    private static final Logger LOG = LoggerFactory.getLogger(GuessLimit.class);
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final FailedGuesses guesses = new FailedGuesses();
    private final LongSupplier nanoTime;

    /** 0 before the first line. */
    private final AtomicLong quietUntilNanos = new AtomicLong();

    public GuessLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Why a client may not guess now; null if it may. */
    public @Nullable Refusal refusal(InetAddress client) {
        long nowNanos = nanoTime.getAsLong();
        Duration wait = guesses.wait(client, nowNanos);
        if (wait.isZero()) {
            return null;
        }
        report(client, nowNanos);
        long seconds = wait.toSeconds() + 1;
        return new Refusal(
                new ClientError.TooManyGuesses(seconds), new Fields().add(Headers.RETRY_AFTER, Long.toString(seconds)));
    }

    /** The client has guessed wrong. */
    public void failed(InetAddress client) {
        guesses.failed(client, nanoTime.getAsLong());
    }

    /**
     * The call has no valid credential.
     *
     * @param challenges how clients are asked for one, as {@code WWW-Authenticate} has it
     */
    public static Refusal unauthorized(String... challenges) {
        Fields fields = new Fields();
        for (String challenge : challenges) {
            fields.add(Headers.WWW_AUTHENTICATE, challenge);
        }
        return new Refusal(new ClientError.Unauthorized(), fields);
    }

    private void report(InetAddress client, long nowNanos) {
        long until = quietUntilNanos.get();
        if (until != 0 && nowNanos - until < 0) {
            return;
        }
        if (quietUntilNanos.compareAndSet(until, nowNanos + QUIET.toNanos())) {
            LOG.warn(
                    "{} has sent many wrong credentials and is refused for a while; others that do so within {} minutes are not "
                            + "reported, but counted as too_many_guesses",
                    client.getHostAddress(),
                    QUIET.toMinutes());
        }
    }
}
