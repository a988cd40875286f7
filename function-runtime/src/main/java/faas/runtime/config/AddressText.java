package faas.runtime.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Parses an address to listen on: {@code :8080} for every interface, {@code 127.0.0.1:8080}, {@code [::1]:8080}. Port 0
 * is any free port.
 */
final class AddressText {

    private static final int LAST_PORT = 65_535;
    private static final String HOST_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    private AddressText() {}

    static Optional<InetSocketAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !isHost(text.substring(0, colon))) {
            return Optional.empty();
        }
        return port(text.substring(colon + 1)).flatMap(port -> resolve(text.substring(0, colon), port));
    }

    static Optional<Integer> port(String text) {
        if (text.isEmpty() || text.length() > 5 || !consistsOf(text, "0123456789")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text)).filter(port -> port <= LAST_PORT);
    }

    private static Optional<InetSocketAddress> resolve(String host, int port) {
        return Optional.of(host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port))
                .filter(address -> !address.isUnresolved());
    }

    private static boolean isHost(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return consistsOf(text.substring(1, text.length() - 1), "0123456789abcdefABCDEF:.");
        }
        return consistsOf(text, HOST_CHARACTERS);
    }

    private static boolean consistsOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
