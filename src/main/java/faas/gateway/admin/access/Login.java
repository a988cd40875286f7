package faas.gateway.admin.access;

import faas.gateway.admin.page.PageResponse;
import faas.gateway.credentials.FailedGuesses;
import faas.gateway.credentials.FileState;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's login: Basic authentication (RFC 7617) with the user and password of two files. Changed files are loaded
 * within two seconds. If they cannot be used, that is logged once, and the last ones stay in use. Thread-safe.
 */
public final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    private final Path userFile;
    private final Path passwordFile;
    private final LongSupplier nanoTime;
    private final FailedGuesses failures = new FailedGuesses();
    private volatile Credentials credentials;
    private FileState state;

    /**
     * @param nanoTime the gateway's nanosecond clock
     * @throws IOException if the files cannot be used; the message says why
     */
    public Login(Path userFile, Path passwordFile, LongSupplier nanoTime) throws IOException {
        this.userFile = userFile;
        this.passwordFile = passwordFile;
        this.nanoTime = nanoTime;
        this.state = FileState.of(userFile, passwordFile);
        this.credentials = Credentials.read(userFile, passwordFile);
    }

    /** Loads the files whenever they change. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    public void watch(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(
                this::reloadIfChanged, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void reloadIfChanged() {
        FileState now = FileState.of(userFile, passwordFile);
        if (now.equals(state)) {
            return;
        }
        state = now;
        try {
            Credentials read = Credentials.read(userFile, passwordFile);
            if (!read.equalTo(credentials)) {
                credentials = read;
                LOG.info("loaded the operator's login from {} and {}", userFile, passwordFile);
            }
        } catch (IOException e) {
            LOG.warn("the operator's login stays as it was: {}", e.getMessage());
        }
    }

    /**
     * Checks a request.
     *
     * @param authorization the value of {@code Authorization}; empty without one
     * @return why the request is refused; empty if it is not
     */
    public Optional<PageResponse.Content> refusal(InetAddress client, String authorization) {
        long nowNanos = nanoTime.getAsLong();
        boolean guess = Credentials.areIn(authorization);
        Duration wait = guess ? failures.wait(client, nowNanos) : Duration.ZERO;
        if (!wait.isZero()) {
            String seconds = Long.toString(wait.toSeconds() + 1);
            return Optional.of(
                    PageResponse.text(429, "too many failed logins from your address; try again in " + seconds + " s\n")
                            .with(Headers.RETRY_AFTER, seconds));
        }
        if (guess && credentials.match(authorization)) {
            return Optional.empty();
        }
        if (guess) {
            failures.failed(client, nowNanos);
        }
        return Optional.of(PageResponse.text(401, "invalid credentials")
                .with(Headers.WWW_AUTHENTICATE, "Basic realm=\"Restricted\""));
    }
}
