package faas.gateway.access.token;

import faas.gateway.function.Authentication;
import faas.gateway.http1.Fields;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens that were valid, until they expire or their issuer's keys change. Only hashes of them are kept. Thread-safe. */
final class ValidTokens {
    /** In bytes, about. Beyond it, the token that was used longest ago is forgotten. */
    static final int MAX_WEIGHT = 2 * 1024 * 1024;

    /** A token without claims: hash, objects, entry. */
    private static final int BASE_WEIGHT = 400;

    /** Two bytes for each character, and the object. */
    private static final int FIELD_WEIGHT = 120;

    private record Key(String digest, Authentication.Token rule) {}

    /** A valid token and who used it last. */
    record Known(TokenResult.Valid valid, InetAddress lastClient) {
        private int weight() {
            int weight = BASE_WEIGHT + 2 * valid.caller().length();
            Fields claims = valid.claims();
            for (int i = 0; i < claims.size(); i++) {
                weight += FIELD_WEIGHT + 2 * claims.value(i).length();
            }
            return weight;
        }
    }

    private final Map<Key, Known> tokens = new LinkedHashMap<>(16, 0.75f, true);
    private int weight;

    synchronized void add(String digest, Authentication.Token rule, TokenResult.Valid valid, InetAddress client) {
        Known known = new Known(valid, client);
        Known before = tokens.put(new Key(digest, rule), known);
        weight += known.weight() - (before == null ? 0 : before.weight());
        Iterator<Known> eldest = tokens.values().iterator();
        while (weight > MAX_WEIGHT && eldest.hasNext()) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }

    /** A token that is still valid with these keys; null if there is none. */
    synchronized @Nullable Known find(
            String digest, Authentication.Token rule, @Nullable VerificationKeys keys, long nowSeconds) {
        Key key = new Key(digest, rule);
        Known known = tokens.get(key);
        if (known == null) {
            return null;
        }
        if (!known.valid().keys().equals(keys) || known.valid().untilSeconds() < nowSeconds) {
            tokens.remove(key);
            weight -= known.weight();
            return null;
        }
        return known;
    }

    /** A client has used a token that is known. */
    synchronized void used(String digest, Authentication.Token rule, InetAddress client) {
        tokens.computeIfPresent(
                new Key(digest, rule),
                (same, known) -> known.lastClient().equals(client) ? known : new Known(known.valid(), client));
    }

    synchronized int size() {
        return tokens.size();
    }
}
