package faas.gateway.function;

import java.util.List;
import java.util.Optional;

/**
 * Who may call a function, as the labels of one service say.
 *
 * @param closed whether nobody may, because a label is invalid
 * @param authentication how clients prove that they may; empty for the gateway's default
 * @param allow the addresses that may; empty for all
 * @param rate how often each client may; empty for any number of times
 * @param origins the web pages that may, by their origin (RFC 6454), such as {@code https://shop.example}, or {@code *} for all
 * @param internal whether only clients inside the network may
 */
public record AccessPolicy(
        boolean closed,
        Optional<Authentication> authentication,
        List<AddressBlock> allow,
        Optional<RateLimit> rate,
        List<String> origins,
        boolean internal) {
    /** The policy of a service without any of these labels. */
    public static final AccessPolicy DEFAULT = new AccessPolicy(false, Optional.empty());

    public AccessPolicy {
        allow = List.copyOf(allow);
        origins = List.copyOf(origins);
    }

    /** A policy that only says how clients prove that they may call. */
    public AccessPolicy(boolean closed, Optional<Authentication> authentication) {
        this(closed, authentication, List.of(), Optional.empty(), List.of(), false);
    }
}
