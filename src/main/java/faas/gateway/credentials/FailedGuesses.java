package faas.gateway.credentials;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many secrets each client has guessed wrong of late. A client is an IPv4 address, or the /64 of an IPv6 address, since its
 * owner has all of that. Thread-safe.
 */
public final class FailedGuesses {
    /** A person who mistypes does not get there. */
    static final int MAX_FAILURES = 10;

    /** One failure is forgotten after each. A thousand guesses take more than an hour then. */
    static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(6);

    /** Beyond it, the client that failed longest ago is forgotten. Together they hold about a megabyte. */
    static final int MAX_CLIENTS = 10_000;

    private static final int SUBNET_BYTES = 8;

    /** @param emptyAtNanos when all failures are forgotten */
    private record Failures(long emptyAtNanos) {}

    private final Map<String, Failures> byClient = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    /** How long the client has to wait until it may try again; zero if it may now. */
    public synchronized Duration wait(InetAddress client, long nowNanos) {
        Failures failures = byClient.get(key(client));
        if (failures == null) {
            return Duration.ZERO;
        }
        long leftNanos = failures.emptyAtNanos - nowNanos;
        if (leftNanos <= 0) {
            byClient.remove(key(client));
            return Duration.ZERO;
        }
        long over = leftNanos - FORGOTTEN_AFTER.toNanos() * (MAX_FAILURES - 1);
        return over <= 0 ? Duration.ZERO : Duration.ofNanos(over);
    }

    public synchronized void failed(InetAddress client, long nowNanos) {
        Failures before = byClient.get(key(client));
        long from = before == null || before.emptyAtNanos - nowNanos < 0 ? nowNanos : before.emptyAtNanos;
        byClient.put(key(client), new Failures(from + FORGOTTEN_AFTER.toNanos()));
    }

    synchronized int clients() {
        return byClient.size();
    }

    private static String key(InetAddress client) {
        return client instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(client.getAddress(), SUBNET_BYTES))
                : client.getHostAddress();
    }
}
