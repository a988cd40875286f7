package faas.gateway.access.proof;

import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a request has in the fields where a key may be. A valid request has one.
 *
 * @param fields those that have one
 */
record PresentedKeys(List<String> keys, Set<HttpString> fields) {
    private static final HttpString X_API_KEY = new HttpString("X-Api-Key");
    private static final String BEARER = "Bearer ";

    PresentedKeys {
        keys = List.copyOf(keys);
        fields = Set.copyOf(fields);
    }

    /** @param own the only field to read; empty for {@code Authorization: Bearer} and {@code X-Api-Key} */
    static PresentedKeys in(Fields fields, Optional<String> own) {
        List<String> keys = new ArrayList<>(1);
        if (own.isPresent()) {
            HttpString field = new HttpString(own.get());
            return new PresentedKeys(fields.all(field), Set.of(field));
        }
        Set<HttpString> from = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            HttpString name = fields.name(i);
            String value = fields.value(i);
            if (name.equals(X_API_KEY)) {
                keys.add(value);
                from.add(X_API_KEY);
            } else if (name.equals(Headers.AUTHORIZATION) && value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                keys.add(value.substring(BEARER.length()).strip());
                from.add(Headers.AUTHORIZATION);
            }
        }
        return new PresentedKeys(keys, from);
    }
}
