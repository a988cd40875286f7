package faas.gateway.discovery.docker;

import faas.gateway.tls.Authorities;
import faas.gateway.tls.Identity;
import faas.gateway.tls.UnusableFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS for connections to Docker, configured by the same three files in {@code DOCKER_CERT_PATH} that the docker command
 * uses: {@code ca.pem} has the trusted authorities, {@code cert.pem} and {@code key.pem} the gateway's certificate. The
 * latter two may be missing if Docker does not require client certificates.
 */
public final class DockerTls {
    private DockerTls() {}

    /** Reads the files of the folder. */
    public static SSLContext context(Path folder) throws UnusableFileException {
        try {
            TrustManager[] trusted = Authorities.trustManagers(Identity.certificates(folder.resolve("ca.pem")));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(folder.resolve("cert.pem"), folder.resolve("key.pem")), trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException(folder, String.valueOf(e.getMessage()), e);
        }
    }

    /** For connections without TLS: the transport would otherwise read all authorities that the JVM trusts. It trusts nobody. */
    static SSLContext none() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    private static KeyManager[] identity(Path certificateFile, Path keyFile)
            throws UnusableFileException, GeneralSecurityException {
        return Files.exists(certificateFile)
                ? Identity.read(certificateFile, keyFile).keyManagers()
                : new KeyManager[0];
    }
}
