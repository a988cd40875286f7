package faas.gateway.proxy;

import faas.gateway.wire.AnswerHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The wish to go on in another protocol on the same connection (RFC 9110 §7.8), such as WebSocket. */
final class Upgrade {
    /** HTTP/2 would take its calls past all that the gateway says of each: routes, limits, metrics, log. */
    private static final Set<String> NEVER = Set.of("h2c", "h2", "http/2.0");

    private Upgrade() {}

    /** The protocols the caller asks for; empty if for none that is passed on, and the call is then one like any other. */
    static Optional<String> asked(HttpServerExchange exchange) {
        String protocols = exchange.getRequestHeaders().getFirst(Headers.UPGRADE);
        // A body would have to be sent whole before the switch, and nobody upgrades with one.
        if (protocols == null || !exchange.isHttp11() || !exchange.isRequestComplete()) {
            return Optional.empty();
        }
        boolean meant = names(exchange.getRequestHeaders().get(Headers.CONNECTION), Set.of("upgrade"));
        boolean never = names(exchange.getRequestHeaders().get(Headers.UPGRADE), NEVER);
        return meant && !never ? Optional.of(protocols) : Optional.empty();
    }

    /** Tells the caller which protocol the two ends speak from now on. */
    static void agree(HttpServerExchange exchange, AnswerHead answer, String asked) {
        String agreed = answer.first(Headers.UPGRADE);
        exchange.getResponseHeaders().put(Headers.UPGRADE, agreed == null ? asked : agreed);
    }

    private static boolean names(@Nullable HeaderValues values, Set<String> options) {
        if (values == null) {
            return false;
        }
        for (String value : values) {
            for (String option : value.split(",", -1)) {
                if (options.contains(option.strip().toLowerCase(Locale.ROOT))) {
                    return true;
                }
            }
        }
        return false;
    }
}
