package faas.gateway.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of TLS for clients.
 *
 * @param listen addresses; at least one
 * @param certificate the PEM file of the certificate, followed by its intermediate certificates
 * @param key the PEM file of the private key
 * @param provider the implementation to use if it can be loaded and supports the key
 */
public record TlsFiles(List<ListenAddress> listen, Path certificate, Path key, Provider provider) {
    /** Implementations of TLS. */
    public enum Provider {
        CONSCRYPT,
        JDK
    }

    public TlsFiles {
        listen = List.copyOf(listen);
    }
}
