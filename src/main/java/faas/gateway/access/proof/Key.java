package faas.gateway.access.proof;

import java.net.InetAddress;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A key that may call functions, as its hash. Thread-safe. */
final class Key {
    private final String caller;
    private final byte[] hash;
    private volatile @Nullable InetAddress lastClient;

    /** @param hash the key's SHA-256 */
    Key(String caller, byte[] hash) {
        this.caller = caller;
        this.hash = hash.clone();
    }

    /** Who has the key. */
    String caller() {
        return caller;
    }

    /** Whether a hash is that of the key; the time it takes does not depend on how much of it is equal. */
    boolean hasHash(byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }

    /** Whether this address was the last one to use the key. */
    boolean wasLastUsedBy(InetAddress client) {
        return client.equals(lastClient);
    }

    void usedBy(InetAddress client) {
        if (!client.equals(lastClient)) {
            lastClient = client;
        }
    }
}
