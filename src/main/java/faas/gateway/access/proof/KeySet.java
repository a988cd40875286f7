package faas.gateway.access.proof;

import faas.gateway.access.secret.Callers;
import faas.gateway.access.secret.SecretLines;
import faas.gateway.access.secret.UnusableSecretException;
import faas.gateway.credentials.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of one secret. Thread-safe. */
public final class KeySet implements Callers {
    /** Every call compares its key with all of them, which takes some 20 µs then. */
    static final int MAX_KEYS = 1_000;

    /** A longer text is no key; it is not hashed. */
    static final int MAX_KEY_LENGTH = 512;

    private static final SecretLines LINES = SecretLines.of(
            "[0-9A-Fa-f]{64}", "CALLER:HASH, where HASH is the SHA-256 of a key as 64 hexadecimal digits");

    private final List<Key> keys;

    private KeySet(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads lines such as {@code caller:sha256hex}. Empty lines and those that begin with {@code #} are skipped.
     *
     * @throws UnusableSecretException if there is no key, too many, a line that is none, or one key twice
     */
    public static KeySet parse(String text) throws UnusableSecretException {
        List<Key> keys = new ArrayList<>();
        LINES.forEach(text, (number, caller, credential) -> {
            byte[] hash = HexFormat.of().parseHex(credential);
            if (find(keys, hash) != null) {
                throw new UnusableSecretException("line " + number + " has the key of another line");
            }
            keys.add(new Key(caller, hash));
            if (keys.size() > MAX_KEYS) {
                throw new UnusableSecretException("it has more than " + MAX_KEYS + " keys");
            }
        });
        if (keys.isEmpty()) {
            throw new UnusableSecretException("it has no key");
        }
        return new KeySet(keys);
    }

    /** The key with this text; null if there is none. The time it takes does not say how close the text is to a key. */
    @Nullable
    Key find(String key) {
        return key.isEmpty() || key.length() > MAX_KEY_LENGTH
                ? null
                : find(keys, Sha256.of(key.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Compares all of them. */
    private static @Nullable Key find(List<Key> keys, byte[] hash) {
        Key found = null;
        for (Key key : keys) {
            if (key.hasHash(hash)) {
                found = key;
            }
        }
        return found;
    }

    @Override
    public List<String> callers() {
        return keys.stream().map(Key::caller).distinct().sorted().toList();
    }
}
