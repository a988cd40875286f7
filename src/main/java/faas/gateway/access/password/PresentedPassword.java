package faas.gateway.access.password;

import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's name and password, as a request has them (RFC 7617). */
record PresentedPassword(String user, String password) {
    private static final String BASIC = "Basic ";

    /** Far longer than the longest name and password in Base64. */
    private static final int MAX_LENGTH = 512;

    /** Whether a request has some, valid or not. */
    static boolean isIn(Fields fields) {
        return !values(fields).isEmpty();
    }

    private static List<String> values(Fields fields) {
        return fields.all(Headers.AUTHORIZATION).stream()
                .filter(value -> value.regionMatches(true, 0, BASIC, 0, BASIC.length()))
                .toList();
    }

    /** What a request has; null if that is nothing, several, or something that cannot be valid. */
    static @Nullable PresentedPassword in(Fields fields) {
        List<String> values = values(fields);
        if (values.size() != 1 || values.getFirst().length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(values.getFirst().substring(BASIC.length()).strip());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 0 || text.chars().anyMatch(Character::isISOControl)
                    ? null
                    : new PresentedPassword(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }

    byte[] passwordBytes() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
