package faas.gateway.discovery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What connections to Docker are secured with, from the three files that {@code DOCKER_CERT_PATH} holds for the docker
 * command too: {@code ca.pem} says whom to trust, {@code cert.pem} and {@code key.pem} who the gateway is. The latter may
 * be missing, where Docker does not ask.
 */
public final class DockerTls {
    /** The files cannot be used; the message says which and what to do. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        UnusableException(Path file, String why) {
            super(file + " cannot be used: " + why);
        }

        UnusableException(Path file, String why, Throwable cause) {
            super(file + " cannot be used: " + why, cause);
        }
    }

    /** The key store never leaves memory. */
    private static final char[] NO_PASSWORD = {};

    private DockerTls() {}

    /** Reads the folder's files. */
    public static SSLContext context(Path folder) throws UnusableException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, NO_PASSWORD);
            for (Certificate certificate : certificates(folder.resolve("ca.pem"))) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity(folder.resolve("cert.pem"), folder.resolve("key.pem")), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableException(folder, String.valueOf(e.getMessage()), e);
        }
    }

    private static KeyManager[] identity(Path certificateFile, Path keyFile)
            throws UnusableException, GeneralSecurityException, IOException {
        if (!Files.exists(certificateFile)) {
            return new KeyManager[0];
        }
        Certificate[] chain = certificates(certificateFile).toArray(Certificate[]::new);
        PrivateKey key = PemKey.read(keyFile, chain[0].getPublicKey().getAlgorithm());
        KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
        own.load(null, NO_PASSWORD);
        own.setKeyEntry("gateway", key, NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) throws UnusableException {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificates.isEmpty()) {
                throw new UnusableException(file, "it holds no certificate in PEM form");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableException(file, "it holds no certificate in PEM form", e);
        }
    }
}
