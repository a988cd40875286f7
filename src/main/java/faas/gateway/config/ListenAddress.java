package faas.gateway.config;

/**
 * Where to listen.
 *
 * @param host a host name or IP address; {@code 0.0.0.0} for every interface
 * @param port 0–65535; 0 for one the system chooses
 */
public record ListenAddress(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
