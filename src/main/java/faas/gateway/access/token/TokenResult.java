package faas.gateway.access.token;

import faas.gateway.http1.Fields;
import org.jspecify.annotations.Nullable;

/** What a check of a token has found out. */
sealed interface TokenResult {
    /**
     * It is valid.
     *
     * @param claims the fields that the function gets
     * @param untilSeconds when it ceases to be valid, in seconds since 1970
     */
    record Valid(String caller, Fields claims, long untilSeconds, VerificationKeys keys) implements TokenResult {}

    /**
     * The issuer's keys are not known, or not the one that may have signed it.
     *
     * @param keys those that are known; null if none are
     */
    record UnknownKey(@Nullable VerificationKeys keys) implements TokenResult {}

    /** The issuer has not signed it, or it has a form that is never accepted. */
    record Forged() implements TokenResult {}

    /** The issuer has signed it, but for another time or another audience, or without what is needed. */
    record Unsuitable() implements TokenResult {}
}
