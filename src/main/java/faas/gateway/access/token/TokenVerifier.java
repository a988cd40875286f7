package faas.gateway.access.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import faas.gateway.function.Authentication;
import faas.gateway.http1.FieldText;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens as RFC 8725 recommends: signed with a key of the issuer and an algorithm of that key, for this audience, and for now.
 * Nothing in the token says where a key is.
 *
 * @param issuer as the claim {@code iss} must have it
 */
record TokenVerifier(String issuer, Authentication.Token rule) {
    /** How far clocks may differ. */
    static final Duration MAX_SKEW = Duration.ofSeconds(60);

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /** @param keys null if they are not known */
    TokenResult verify(String token, @Nullable VerificationKeys keys, Instant now) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWSHeader header = signed.getHeader();
            if (!isAcceptable(header)) {
                return new TokenResult.Forged();
            }
            if (keys == null || keys.isMissing(header)) {
                return new TokenResult.UnknownKey(keys);
            }
            if (!isSigned(signed, keys.verifiers(header))) {
                return header.getKeyID() == null ? new TokenResult.UnknownKey(keys) : new TokenResult.Forged();
            }
            return claims(signed.getJWTClaimsSet(), keys, now);
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            return new TokenResult.Forged();
        }
    }

    private static boolean isSigned(SignedJWT signed, List<JWSVerifier> verifiers) throws JOSEException {
        for (JWSVerifier verifier : verifiers) {
            if (signed.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    /** A header with a key, or with the address of one, is never trusted. */
    private static boolean isAcceptable(JWSHeader header) {
        JOSEObjectType type = header.getType();
        return VerificationKeys.isKnown(header.getAlgorithm().getName())
                && (type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT)))
                && header.getCriticalParams() == null
                && header.getJWKURL() == null
                && header.getJWK() == null
                && header.getX509CertURL() == null
                && header.getX509CertChain() == null
                && header.isBase64URLEncodePayload();
    }

    private TokenResult claims(@Nullable JWTClaimsSet claims, VerificationKeys keys, Instant now) {
        if (claims == null
                || !issuer.equals(claims.getIssuer())
                || !claims.getAudience().contains(rule.audience())) {
            return new TokenResult.Unsuitable();
        }
        Date expires = claims.getExpirationTime();
        Optional<String> caller = Optional.ofNullable(claims.getSubject()).flatMap(FieldText::name);
        if (expires == null
                || caller.isEmpty()
                || now.isAfter(expires.toInstant().plus(MAX_SKEW))
                || isLater(claims.getNotBeforeTime(), now)
                || isLater(claims.getIssueTime(), now)) {
            return new TokenResult.Unsuitable();
        }
        if (!rule.required().entrySet().stream()
                .allMatch(claim -> ClaimFields.has(claims, claim.getKey(), claim.getValue()))) {
            return new TokenResult.Unsuitable();
        }
        return new TokenResult.Valid(
                caller.get(),
                ClaimFields.of(claims, rule.claims()),
                expires.toInstant().plus(MAX_SKEW).getEpochSecond(),
                keys);
    }

    private static boolean isLater(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(MAX_SKEW));
    }
}
