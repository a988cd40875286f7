package faas.gateway.function;

import java.util.Optional;

/**
 * Who may call a function, as the labels of one service say.
 *
 * @param closed whether nobody may, because a label is invalid
 * @param authentication how clients prove that they may; empty for the gateway's default
 */
public record AccessPolicy(boolean closed, Optional<Authentication> authentication) {
    /** The policy of a service without any of these labels. */
    public static final AccessPolicy DEFAULT = new AccessPolicy(false, Optional.empty());
}
