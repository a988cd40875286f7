package faas.gateway.credentials;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 address, since its owner has all of that. */
public final class ClientNetwork {
    private static final int SUBNET_BYTES = 8;

    private ClientNetwork() {}

    /** A text that is the same for all addresses of the client. */
    public static String of(InetAddress client) {
        return client instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(client.getAddress(), SUBNET_BYTES)) + "::/64"
                : client.getHostAddress();
    }
}
