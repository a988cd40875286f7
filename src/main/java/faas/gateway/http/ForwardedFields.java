package faas.gateway.http;

import faas.gateway.function.AddressBlock;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Origin;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Determines where a call comes from, for {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code X-Real-IP}. Values
 * from a trusted proxy are kept and extended, all others are replaced.
 */
final class ForwardedFields {
    private final List<AddressBlock> trusted;
    private final boolean internal;

    /** @param internal whether the calls come in by addresses for clients inside the network */
    ForwardedFields(List<AddressBlock> trusted, boolean internal) {
        this.trusted = trusted;
        this.internal = internal;
    }

    Origin of(CallRequest request) {
        Fields fields = request.fields();
        InetAddress peer = request.clientAddress();
        String address = peer.getHostAddress();
        String scheme = request.isSecure() ? "https" : "http";
        String host = fields.first(Headers.HOST);
        if (!isTrusted(peer)) {
            return new Origin(address, address, scheme, host, false, internal);
        }
        String hops = String.join(", ", fields.all(Headers.X_FORWARDED_FOR));
        String givenScheme = fields.first(Headers.X_FORWARDED_PROTO);
        String givenHost = fields.first(Headers.X_FORWARDED_HOST);
        return new Origin(
                hops.isBlank() ? address : hops + ", " + address,
                origin(hops, address),
                givenScheme == null ? scheme : givenScheme,
                givenHost == null ? host : givenHost,
                true,
                internal);
    }

    /**
     * The farthest address that a trusted proxy reports. The hops are read from the nearest one: those before the first
     * untrusted hop may be forged.
     */
    private String origin(String hops, String peer) {
        String[] addresses = hops.split(",", -1);
        String known = peer;
        for (int i = addresses.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = AddressBlock.parseAddress(withoutPort(addresses[i].strip()));
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
