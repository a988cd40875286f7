package faas.gateway.access.token;

import faas.gateway.config.TokenIssuer;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import faas.gateway.metrics.Series;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The issuers of tokens that the gateway's settings name. Thread-safe. */
public final class Issuers implements AutoCloseable {
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    private final Map<String, IssuerKeys> byName = new LinkedHashMap<>();
    private final @Nullable IssuerReader reader;

    public Issuers(List<TokenIssuer> issuers, GatewayMetrics metrics, LongSupplier nanoTime) {
        IssuerReader made = issuers.isEmpty() ? null : new IssuerReader();
        this.reader = made;
        if (made != null) {
            issuers.forEach(issuer -> byName.put(issuer.name(), new IssuerKeys(issuer, made, metrics, nanoTime)));
        }
        Collection<IssuerKeys> all = byName.values();
        metrics.source(
                Metric.ISSUER_KEYS_AGE,
                () -> all.stream()
                        .map(keys -> new Series<>(List.of(keys.issuer().name()), keys.ageSeconds())));
    }

    /** Reads the issuers' keys, now and whenever that is due. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    public void watch(ScheduledExecutorService timer) {
        byName.values()
                .forEach(keys ->
                        timer.scheduleWithFixedDelay(keys::readIfDue, 0, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Whether the settings name none, so that nobody has a token. */
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** The keys of an issuer; null if the settings do not name it. */
    @Nullable
    IssuerKeys keys(String name) {
        return byName.get(name);
    }

    /** The issuer, such as {@code https://id.example}; null if the settings do not name it. */
    public @Nullable String issuer(String name) {
        IssuerKeys keys = byName.get(name);
        return keys == null ? null : keys.issuer().issuer();
    }

    /** Why the keys of an issuer cannot be read; empty if they can. */
    public String trouble(String name) {
        IssuerKeys keys = byName.get(name);
        return keys == null ? "" : keys.trouble();
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
