package faas.gateway.config;

import java.nio.file.Path;
import java.util.List;

/**
 * How callers' connections are secured.
 *
 * @param listen where; at least one
 * @param certificate the PEM file of the certificate, with those that vouch for it after it
 * @param key the PEM file of its key
 */
public record TlsFiles(List<ListenAddress> listen, Path certificate, Path key) {
    public TlsFiles {
        listen = List.copyOf(listen);
    }
}
