package faas.gateway.http;

import faas.gateway.config.AddressBlock;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a function is told of where a call comes from: {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and
 * {@code X-Real-IP}. The word of a trusted proxy is kept and added to, that of anybody else replaced.
 */
final class ForwardedFields {
    private static final HttpString X_REAL_IP = new HttpString("X-Real-IP");

    private final List<AddressBlock> trusted;

    ForwardedFields(List<AddressBlock> trusted) {
        this.trusted = trusted;
    }

    /** Puts them into the request, in place of the caller's. */
    void tell(HttpServerExchange exchange) {
        HeaderMap fields = exchange.getRequestHeaders();
        InetAddress peer = exchange.getSourceAddress().getAddress();
        String address = peer == null ? exchange.getSourceAddress().getHostString() : peer.getHostAddress();
        if (peer != null && isTrusted(peer)) {
            add(fields, address, exchange);
            return;
        }
        fields.put(Headers.X_FORWARDED_FOR, address);
        fields.put(X_REAL_IP, address);
        fields.put(Headers.X_FORWARDED_PROTO, exchange.getRequestScheme());
        putOrRemove(fields, fields.getFirst(Headers.HOST));
    }

    private void add(HeaderMap fields, String address, HttpServerExchange exchange) {
        HeaderValues told = fields.get(Headers.X_FORWARDED_FOR);
        String hops = told == null ? "" : String.join(", ", told);
        fields.put(X_REAL_IP, origin(hops, address));
        fields.put(Headers.X_FORWARDED_FOR, hops.isBlank() ? address : hops + ", " + address);
        if (!fields.contains(Headers.X_FORWARDED_PROTO)) {
            fields.put(Headers.X_FORWARDED_PROTO, exchange.getRequestScheme());
        }
        if (!fields.contains(Headers.X_FORWARDED_HOST)) {
            putOrRemove(fields, fields.getFirst(Headers.HOST));
        }
    }

    private static void putOrRemove(HeaderMap fields, @Nullable String host) {
        if (host == null) {
            fields.remove(Headers.X_FORWARDED_HOST);
            return;
        }
        fields.put(Headers.X_FORWARDED_HOST, host);
    }

    /**
     * The last address that a trusted proxy vouches for. The hops are read from the nearest, since whatever stands before
     * the first one that is not trusted was written by a stranger.
     */
    private String origin(String hops, String peer) {
        String[] addresses = hops.split(",", -1);
        String known = peer;
        for (int i = addresses.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = AddressBlock.literal(withoutPort(addresses[i].strip()));
            if (hop.isEmpty()) {
                return known;
            }
            known = hop.get().getHostAddress();
            if (!isTrusted(hop.get())) {
                return known;
            }
        }
        return known;
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private boolean isTrusted(InetAddress address) {
        for (AddressBlock block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
