package faas.gateway.access.token;

import faas.gateway.credentials.Sha256;
import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as a request has it (RFC 6750).
 *
 * @param digest its SHA-256
 */
record PresentedToken(String text, String digest) {
    /** Checked before anything of it is read. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final String BEARER = "Bearer ";

    /** Whether a request has one, valid or not. */
    static boolean isIn(Fields fields) {
        return !values(fields).isEmpty();
    }

    /** Whether a request has one that is no key: three parts. */
    static boolean looksLikeOne(Fields fields) {
        return values(fields).stream().anyMatch(text -> text.indexOf('.') != text.lastIndexOf('.'));
    }

    private static List<String> values(Fields fields) {
        return fields.all(Headers.AUTHORIZATION).stream()
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .toList();
    }

    /** The token of a request; null if there is none, are several, or a very long one. */
    static @Nullable PresentedToken in(Fields fields) {
        List<String> values = values(fields);
        if (values.size() != 1 || values.getFirst().length() > MAX_LENGTH) {
            return null;
        }
        return new PresentedToken(values.getFirst(), Sha256.hex(values.getFirst()));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return digest;
    }
}
