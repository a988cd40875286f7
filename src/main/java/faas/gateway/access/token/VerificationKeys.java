package faas.gateway.access.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The public keys with which an issuer signs, each for its own algorithms only. */
record VerificationKeys(List<JWK> keys) {
    private static final int MAX_KEYS = 100;

    /** An issuer has two or three while it changes them. With further ones, a token must name its key. */
    private static final int MAX_TRIED = 5;

    /** NIST SP 800-131A: smaller ones are not to be used. Larger ones than the other limit take milliseconds. */
    private static final int MIN_RSA_BITS = 2048;

    private static final int MAX_RSA_BITS = 8192;

    /** No algorithm has a shared secret: the keys are public. */
    private static final Map<String, Set<String>> BY_CURVE =
            Map.of("P-256", Set.of("ES256"), "P-384", Set.of("ES384"), "P-521", Set.of("ES512"));

    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    VerificationKeys {
        keys = List.copyOf(keys);
    }

    /** Those of these keys that can be used. */
    static VerificationKeys of(List<JWK> keys) {
        return new VerificationKeys(keys.stream()
                .filter(key -> key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                .filter(key -> !algorithms(key).isEmpty())
                .limit(MAX_KEYS)
                .map(VerificationKeys::bare)
                .toList());
    }

    /** Without private parts and certificates, which change without the key. */
    private static JWK bare(JWK key) {
        if (key instanceof ECKey ec) {
            return new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY())
                    .keyID(ec.getKeyID())
                    .algorithm(ec.getAlgorithm())
                    .build();
        }
        RSAKey rsa = key.toRSAKey();
        return new RSAKey.Builder(rsa.getModulus(), rsa.getPublicExponent())
                .keyID(rsa.getKeyID())
                .algorithm(rsa.getAlgorithm())
                .build();
    }

    private static Set<String> algorithms(JWK key) {
        Set<String> byType = Set.of();
        if (key.getKeyType().equals(KeyType.RSA)) {
            byType = key.size() >= MIN_RSA_BITS && key.size() <= MAX_RSA_BITS ? RSA : Set.of();
        } else if (key instanceof ECKey ec) {
            byType = BY_CURVE.getOrDefault(ec.getCurve().getName(), Set.of());
        }
        if (key.getAlgorithm() == null) {
            return byType;
        }
        String own = key.getAlgorithm().getName();
        return byType.contains(own) ? Set.of(own) : Set.of();
    }

    /** Whether any key can be used with an algorithm. */
    static boolean isKnown(String algorithm) {
        return RSA.contains(algorithm) || BY_CURVE.values().stream().anyMatch(of -> of.contains(algorithm));
    }

    /** What verifies signatures with the keys that fit a header, the first ones of them; empty if there is none. */
    List<JWSVerifier> verifiers(JWSHeader header) throws JOSEException {
        String algorithm = header.getAlgorithm().getName();
        List<JWSVerifier> verifiers = new ArrayList<>();
        for (JWK key : keys) {
            boolean isNamed = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
            if (isNamed && algorithms(key).contains(algorithm) && verifiers.size() < MAX_TRIED) {
                verifiers.add(key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey()));
            }
        }
        return verifiers;
    }

    /** Whether a header names a key that is not there, though it may be there by now. */
    boolean isMissing(JWSHeader header) {
        return keys.isEmpty()
                || (header.getKeyID() != null
                        && keys.stream().noneMatch(key -> header.getKeyID().equals(key.getKeyID())));
    }
}
