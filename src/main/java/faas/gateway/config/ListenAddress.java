package faas.gateway.config;

/**
 * An address to listen on.
 *
 * @param host a host name or IP address; {@code 0.0.0.0} for every interface
 * @param port 0–65535; the system chooses one for 0
 */
public record ListenAddress(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
