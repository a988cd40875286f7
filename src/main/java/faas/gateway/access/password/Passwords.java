package faas.gateway.access.password;

import at.favre.lib.crypto.bcrypt.BCrypt;
import faas.gateway.access.secret.Callers;
import faas.gateway.access.secret.SecretLines;
import faas.gateway.access.secret.UnusableSecretException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users of one secret, with the bcrypt hashes of their passwords. */
public final class Passwords implements Callers {
    static final int MAX_USERS = 1_000;

    /** A check takes about a third of a second then. */
    static final int MAX_COST = 12;

    /** What bcrypt hashes; it ignores what follows. */
    static final int MAX_PASSWORD_BYTES = 72;

    private static final SecretLines LINES = SecretLines.of(
            "\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}", "USER:HASH with a bcrypt hash; make it with htpasswd -nB USER");

    /** The cost follows {@code $2y$}. */
    private static final int COST_AT = 4;

    private static final byte[] ANY_SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, String> hashes;
    private final int highestCost;

    private Passwords(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        this.highestCost =
                hashes.values().stream().mapToInt(Passwords::cost).max().orElse(0);
    }

    /**
     * Reads lines such as {@code user:$2y$10$…}, as {@code htpasswd -B} writes them.
     *
     * @throws UnusableSecretException if there is no user, too many, one twice, or a line without a bcrypt hash of a cost up to 12
     */
    public static Passwords parse(String text) throws UnusableSecretException {
        Map<String, String> hashes = new HashMap<>();
        LINES.forEach(text, (number, user, hash) -> {
            if (cost(hash) < BCrypt.MIN_COST || cost(hash) > MAX_COST) {
                throw new UnusableSecretException("line " + number + " has a hash of cost " + cost(hash)
                        + ": make it with a cost from " + BCrypt.MIN_COST + " to " + MAX_COST
                        + ", such as htpasswd -nBC 10 USER");
            }
            if (hashes.put(user, hash) != null) {
                throw new UnusableSecretException("line " + number + " has the user of another line");
            }
            if (hashes.size() > MAX_USERS) {
                throw new UnusableSecretException("it has more than " + MAX_USERS + " users");
            }
        });
        if (hashes.isEmpty()) {
            throw new UnusableSecretException("it has no user");
        }
        return new Passwords(hashes);
    }

    /** The hash of a user's password; null if there is no such user. */
    @Nullable
    String hash(String user) {
        return hashes.get(user);
    }

    /** Whether a user has this password. It takes as long for users that do not exist. */
    boolean isValid(PresentedPassword presented) {
        byte[] password = presented.passwordBytes();
        if (password.length == 0 || password.length > MAX_PASSWORD_BYTES) {
            return false;
        }
        String hash = hashes.get(presented.user());
        if (hash == null) {
            spend(password, highestCost);
            return false;
        }
        boolean valid = BCrypt.verifyer().verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
        // Each cost takes twice the time of the one before it: with the check of the hash, this adds up to the highest.
        for (int cost = cost(hash); cost < highestCost; cost++) {
            spend(password, cost);
        }
        return valid;
    }

    private static void spend(byte[] password, int cost) {
        BCrypt.withDefaults().hash(cost, ANY_SALT, password);
    }

    private static int cost(String hash) {
        return Integer.parseInt(hash, COST_AT, COST_AT + 2, 10);
    }

    @Override
    public List<String> callers() {
        return hashes.keySet().stream().sorted().toList();
    }
}
