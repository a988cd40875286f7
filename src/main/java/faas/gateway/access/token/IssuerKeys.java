package faas.gateway.access.token;

import faas.gateway.config.TokenIssuer;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, read again before they are old, and soon if a token names another one. While the issuer is down, the last
 * ones count for a day. Thread-safe; keys are read on a thread of their own.
 */
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private static final Duration READ_EVERY = Duration.ofMinutes(5);

    /** Also the pace of retries while the issuer is down. Tokens with invented keys cannot have it asked more often. */
    static final Duration READ_AT_MOST_EVERY = Duration.ofSeconds(30);

    private static final Duration KEPT_WITHOUT_ISSUER = Duration.ofDays(1);

    /** Calls that wait until the keys have been read; further ones are refused. */
    private static final int MAX_WAITING = 1_000;

    /** All clients may have the address of a proxy. */
    private static final int MAX_WAITING_OF_CLIENT = 500;

    private record Waiting(String client, Runnable then) {}

    private final TokenIssuer issuer;
    private final IssuerReader reader;
    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile @Nullable VerificationKeys keys;
    private volatile String trouble;
    private volatile long readNanos;
    private boolean reading;
    private boolean everTried;
    private long triedNanos;

    IssuerKeys(TokenIssuer issuer, IssuerReader reader, GatewayMetrics metrics, LongSupplier nanoTime) {
        this.issuer = issuer;
        this.reader = reader;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.trouble = "its keys have not been read yet";
    }

    TokenIssuer issuer() {
        return issuer;
    }

    /** The keys; the same object as long as they do not change. Null if there are none. */
    @Nullable
    VerificationKeys keys() {
        boolean old = nanoTime.getAsLong() - readNanos > KEPT_WITHOUT_ISSUER.toNanos();
        return old ? null : keys;
    }

    /** Why the keys cannot be read; empty if they can. */
    String trouble() {
        return trouble;
    }

    /** Seconds since the keys were read; NaN if there are none. */
    double ageSeconds() {
        return keys() == null ? Double.NaN : (nanoTime.getAsLong() - readNanos) / 1e9;
    }

    /** Reads the keys if that is due; to be called every second or so. */
    synchronized void readIfDue() {
        long nowNanos = nanoTime.getAsLong();
        Duration pace = trouble.isEmpty() ? READ_EVERY : READ_AT_MOST_EVERY;
        if (!reading && (!everTried || nowNanos - triedNanos >= pace.toNanos())) {
            begin(nowNanos);
        }
    }

    /**
     * Reads the keys because one is missing.
     *
     * @param client whose call waits
     * @param then run on another thread when they have been read, or could not be
     * @return false if they have been read just now, or too many calls wait, of this client or of all
     */
    synchronized boolean read(String client, Runnable then) {
        long nowNanos = nanoTime.getAsLong();
        if (waiting.size() >= MAX_WAITING
                || waiting.stream().filter(one -> one.client().equals(client)).count() >= MAX_WAITING_OF_CLIENT
                || (!reading && everTried && nowNanos - triedNanos < READ_AT_MOST_EVERY.toNanos())) {
            return false;
        }
        waiting.add(new Waiting(client, then));
        if (!reading) {
            begin(nowNanos);
        }
        return true;
    }

    private void begin(long nowNanos) {
        reading = true;
        everTried = true;
        triedNanos = nowNanos;
        Thread.ofVirtual().name("issuer-" + issuer.name()).start(this::read);
    }

    private void read() {
        try {
            became(reader.read(issuer));
        } catch (IssuerReader.UnreadableException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed("its keys cannot be read: " + e);
        } finally {
            done().forEach(Runnable::run);
        }
    }

    private synchronized List<Runnable> done() {
        List<Runnable> done = waiting.stream().map(Waiting::then).toList();
        waiting.clear();
        reading = false;
        return done;
    }

    private synchronized void became(VerificationKeys read) {
        readNanos = nanoTime.getAsLong();
        if (read.keys().isEmpty()) {
            keys = null;
            failed("it has no key of at least 2048 bits (RSA) or of the curves P-256, P-384 or P-521");
            return;
        }
        if (!trouble.isEmpty()) {
            LOG.info("read {} keys of the issuer {}", read.keys().size(), issuer.name());
        }
        trouble = "";
        if (!read.equals(keys)) {
            keys = read;
        }
    }

    private synchronized void failed(String why) {
        metrics.increment(Metric.ISSUER_READ_FAILURES);
        if (!trouble.equals(why)) {
            LOG.warn(
                    "cannot use the issuer {}: {}; {}",
                    issuer.name(),
                    why,
                    keys() == null ? "nobody may call with its tokens" : "the keys that it had stay valid for a day");
        }
        trouble = why;
    }
}
