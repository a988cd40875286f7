package faas.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of TLS for clients.
 *
 * @param listen addresses; at least one
 * @param certificate the PEM file of the certificate, followed by its intermediate certificates
 * @param key the PEM file of the private key
 * @param provider the implementation to use if it can be loaded and supports the key
 * @param clients which certificates clients may have; empty if they are not asked for any
 */
public record TlsFiles(
        List<ListenAddress> listen, Path certificate, Path key, Provider provider, Optional<Clients> clients) {
    private static final String LISTEN = "FAAS_TLS_LISTEN";
    private static final String CERTIFICATE = "FAAS_TLS_CERT";
    private static final String KEY = "FAAS_TLS_KEY";
    static final String CLIENT_CA = "FAAS_CLIENT_CA";
    private static final String CLIENT_CERTIFICATES = "FAAS_CLIENT_CERTIFICATES";

    /** Implementations of TLS. */
    public enum Provider {
        CONSCRYPT,
        JDK
    }

    /**
     * Certificates of clients.
     *
     * @param authorities the PEM file of those who may issue them
     * @param required whether a client without one cannot connect
     */
    public record Clients(Path authorities, boolean required) {}

    public TlsFiles {
        listen = List.copyOf(listen);
    }

    /** Empty if there is no certificate; the other settings are checked nevertheless. */
    static Optional<TlsFiles> read(ConfigReader reader) {
        String certificate = reader.text(CERTIFICATE, "");
        String key = reader.text(KEY, "");
        List<ListenAddress> listen = reader.addresses(LISTEN, ":8443");
        Provider provider = reader.word("FAAS_TLS_PROVIDER", "conscrypt", List.of("conscrypt", "jdk"))
                        .equals("jdk")
                ? Provider.JDK
                : Provider.CONSCRYPT;
        Optional<Clients> clients = clients(reader);
        if (certificate.isEmpty() && key.isEmpty()) {
            String needed = "a certificate: set " + CERTIFICATE + " and " + KEY;
            if (!reader.text(LISTEN, "").isEmpty()) {
                reader.incomplete(LISTEN, needed);
            }
            if (clients.isPresent()) {
                reader.incomplete(CLIENT_CA, needed);
            }
            return Optional.empty();
        }
        reader.checkFile(CERTIFICATE, certificate, KEY);
        reader.checkFile(KEY, key, CERTIFICATE);
        return Optional.of(new TlsFiles(listen, Path.of(certificate), Path.of(key), provider, clients));
    }

    private static Optional<Clients> clients(ConfigReader reader) {
        String authorities = reader.text(CLIENT_CA, "");
        boolean required = reader.word(CLIENT_CERTIFICATES, "optional", List.of("optional", "required"))
                .equals("required");
        if (authorities.isEmpty()) {
            if (required) {
                reader.incomplete(CLIENT_CERTIFICATES + "=required", "those who issue them: set " + CLIENT_CA);
            }
            return Optional.empty();
        }
        reader.checkFile(CLIENT_CA, authorities, CERTIFICATE);
        return Optional.of(new Clients(Path.of(authorities), required));
    }
}
