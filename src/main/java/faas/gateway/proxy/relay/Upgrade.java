package faas.gateway.proxy.relay;

import faas.gateway.http1.BodyFraming;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.taskclient.ResponseHead;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A request to switch to another protocol on the same connection (RFC 9110 §7.8), such as WebSocket. */
final class Upgrade {
    /** HTTP/2 would bypass what the gateway does for each call: routes, limits, metrics, log. */
    private static final Set<String> NEVER = Set.of("h2c", "h2", "http/2.0");

    private Upgrade() {}

    /** The protocols that the client requests; empty if none of them is passed on, and the call is an ordinary one. */
    static Optional<String> asked(CallRequest request) {
        String protocols = request.fields().first(Headers.UPGRADE);
        // A body would have to be sent before the switch, and nobody upgrades with one.
        if (protocols == null || !request.canUpgrade() || !(request.framing() instanceof BodyFraming.None)) {
            return Optional.empty();
        }
        boolean meant = names(request.fields().listed(Headers.CONNECTION), Set.of("upgrade"));
        boolean never = names(request.fields().listed(Headers.UPGRADE), NEVER);
        return meant && !never ? Optional.of(protocols) : Optional.empty();
    }

    /** Which protocol the two ends speak from now on, of those that were asked for. */
    static String agreed(ResponseHead answer, String asked) {
        String agreed = answer.fields().first(Headers.UPGRADE);
        return agreed == null ? asked : agreed;
    }

    private static boolean names(List<String> options, Set<String> wanted) {
        return options.stream().anyMatch(option -> wanted.contains(option.toLowerCase(Locale.ROOT)));
    }
}
