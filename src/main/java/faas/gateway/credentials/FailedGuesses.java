package faas.gateway.credentials;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** How many secrets each {@linkplain ClientNetwork client} has guessed wrong of late. Thread-safe. */
public final class FailedGuesses {
    /** A person who mistypes does not get there. */
    static final int MAX_FAILURES = 10;

    /** One failure is forgotten after each. A thousand guesses take more than an hour then. */
    static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(6);

    /** Beyond it, the client that failed longest ago is forgotten. Together they hold about a megabyte. */
    static final int MAX_CLIENTS = 10_000;

    /** @param emptyAtNanos when all failures are forgotten */
    private record Failures(long emptyAtNanos) {}

    private final Map<String, Failures> byClient = new RecentlyUsed<>(MAX_CLIENTS);

    /** How long the client has to wait until it may try again; zero if it may now. */
    public synchronized Duration wait(InetAddress client, long nowNanos) {
        Failures failures = byClient.get(ClientNetwork.of(client));
        if (failures == null) {
            return Duration.ZERO;
        }
        long leftNanos = failures.emptyAtNanos - nowNanos;
        if (leftNanos <= 0) {
            byClient.remove(ClientNetwork.of(client));
            return Duration.ZERO;
        }
        long over = leftNanos - FORGOTTEN_AFTER.toNanos() * (MAX_FAILURES - 1);
        return over <= 0 ? Duration.ZERO : Duration.ofNanos(over);
    }

    /** Many failures at a time make nobody wait longer than the last one that counts. */
    public synchronized void failed(InetAddress client, long nowNanos) {
        Failures before = byClient.get(ClientNetwork.of(client));
        long leftNanos = before == null ? 0 : Math.max(0, before.emptyAtNanos - nowNanos);
        long mostNanos = FORGOTTEN_AFTER.toNanos() * MAX_FAILURES;
        byClient.put(
                ClientNetwork.of(client),
                new Failures(nowNanos + Math.min(leftNanos + FORGOTTEN_AFTER.toNanos(), mostNanos)));
    }

    synchronized int clients() {
        return byClient.size();
    }
}
