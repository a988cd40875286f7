package faas.gateway.proxy.call;

import org.jspecify.annotations.Nullable;

/**
 * Where a call comes from, as reported to its function.
 *
 * @param forwardedFor the value of {@code X-Forwarded-For}
 * @param realIp the value of {@code X-Real-IP}
 * @param scheme the value of {@code X-Forwarded-Proto}
 * @param host the value of {@code X-Forwarded-Host}; null if the client named no host
 * @param trusted whether the client is a trusted proxy, so that what else it says about the origin passes on
 * @param internal whether it came in by an address for clients inside the network
 */
public record Origin(
        String forwardedFor,
        String realIp,
        String scheme,
        @Nullable String host,
        boolean trusted,
        boolean internal) {}
