package faas.gateway.access.password;

import faas.gateway.credentials.RecentlyUsed;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Passwords that were valid of late, so that not every call computes bcrypt. Only keyed hashes of them are kept. Thread-safe. */
final class ValidPasswords {
    /** Beyond it, the one that was used longest ago is forgotten. Together they hold some 300 KiB. */
    static final int MAX_PASSWORDS = 1_000;

    static final Duration KEPT = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";

    /** @param hash the hash with which the password was valid; with another one it is checked again */
    private record Valid(String hash, long untilNanos, InetAddress lastClient) {}

    private final SecretKey key = newKey();
    private final Map<String, Valid> byDigest = new RecentlyUsed<>(MAX_PASSWORDS);

    /** A text that is the same only for the same name and password of the same secret of the gateway, and tells nobody what they are. */
    String digest(String secret, PresentedPassword presented) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // None of them has a line's end.
            String text = secret + "\n" + presented.user() + "\n" + presented.password();
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    private static SecretKey newKey() {
        try {
            return KeyGenerator.getInstance(ALGORITHM).generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    synchronized void add(String digest, String hash, InetAddress client, long nowNanos) {
        byDigest.put(digest, new Valid(hash, nowNanos + KEPT.toNanos(), client));
    }

    /** The client that used a password last, if it was valid with this hash of late; else null. */
    synchronized @Nullable InetAddress lastClient(String digest, @Nullable String hash, long nowNanos) {
        Valid valid = byDigest.get(digest);
        if (valid == null) {
            return null;
        }
        if (!valid.hash().equals(hash) || valid.untilNanos() - nowNanos < 0) {
            byDigest.remove(digest);
            return null;
        }
        return valid.lastClient();
    }

    /** A client has used a password that was valid of late. */
    synchronized void used(String digest, InetAddress client) {
        byDigest.computeIfPresent(digest, (same, valid) -> new Valid(valid.hash(), valid.untilNanos(), client));
    }

    synchronized int size() {
        return byDigest.size();
    }
}
