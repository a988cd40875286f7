package faas.gateway.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a client proves that it may call a function. */
public sealed interface Authentication {
    /** Everybody may call. */
    record None() implements Authentication {}

    /**
     * A key whose hash is in a secret of the gateway.
     *
     * @param secret the name of the secret
     * @param field the name of the field that carries the key; empty for {@code Authorization} and {@code X-Api-Key}
     */
    record Key(String secret, Optional<String> field) implements Authentication {
        /** The secret of functions whose labels name none. */
        public static final String DEFAULT_SECRET = "faas-keys";
    }

    /**
     * A signature of the body with a secret that sender and gateway share (HMAC, RFC 2104).
     *
     * @param secret the name of the secret
     */
    record Signature(String secret) implements Authentication {
        /** The secret of functions whose labels name none. */
        public static final String DEFAULT_SECRET = "faas-signing";
    }

    /**
     * A user's name and password (RFC 7617), whose hash is in a secret of the gateway.
     *
     * @param secret the name of the secret
     */
    record Password(String secret) implements Authentication {
        /** The secret of functions whose labels name none. */
        public static final String DEFAULT_SECRET = "faas-users";
    }

    /**
     * A token (JWT) of an issuer that the gateway's settings name.
     *
     * @param issuer the name of the issuer
     * @param audience for whom the token must be
     * @param claims the claims that the function gets
     * @param required values that claims must have, or have among others
     */
    record Token(String issuer, String audience, List<String> claims, Map<String, String> required)
            implements Authentication {
        public Token {
            claims = List.copyOf(claims);
            required = Map.copyOf(required);
        }

        /** A token whose claims may have any value. */
        public Token(String issuer, String audience, List<String> claims) {
            this(issuer, audience, claims, Map.of());
        }
    }

    /**
     * A certificate of an authority that the gateway's settings name.
     *
     * @param subjects who may call: clients whose subject includes one of them; empty for all
     */
    record Certificate(List<Subject> subjects) implements Authentication {
        public Certificate {
            subjects = List.copyOf(subjects);
        }
    }

    /** A service that the gateway's settings name decides. */
    record Forward() implements Authentication {}

    /** One of several ways. */
    record Any(List<Authentication> ways) implements Authentication {
        public Any {
            ways = List.copyOf(ways);
        }
    }

    /** The ways, of which one is enough. */
    default List<Authentication> ways() {
        return List.of(this);
    }
}
