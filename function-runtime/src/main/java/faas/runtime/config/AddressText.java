package faas.runtime.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address to listen on: {@code :8080} for every interface, {@code 127.0.0.1:8080}, {@code [::1]:8080}, port 0 for any free one. */
final class AddressText {

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(|[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    private AddressText() {}

    static Optional<InetSocketAddress> parse(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        if (port > LAST_PORT) {
            return Optional.empty();
        }
        String host = parts.group(1);
        return Optional.of(host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port))
                .filter(address -> !address.isUnresolved());
    }
}
