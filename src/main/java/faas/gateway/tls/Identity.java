package faas.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * The identity of one end of a TLS connection.
 *
 * @param chain its certificate, followed by the intermediate certificates; at least one
 * @param key the private key of the first certificate
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
    /** Good enough, because the key store never leaves memory. */
    private static final char[] NO_PASSWORD = {};

    public Identity {
        chain = List.copyOf(chain);
    }

    /** Reads certificates and key from two PEM files. */
    public static Identity read(Path certificateFile, Path keyFile) throws UnusableFileException {
        List<X509Certificate> chain = certificates(certificateFile);
        PublicKey publicKey = chain.getFirst().getPublicKey();
        PrivateKey key = PemKey.read(keyFile, certificateFile, publicKey);
        if (!match(key, publicKey)) {
            throw new UnusableFileException(keyFile, "it does not match the certificate in " + certificateFile);
        }
        return new Identity(chain, key);
    }

    /** Reads every certificate of a PEM file; at least one. */
    public static List<X509Certificate> certificates(Path file) throws UnusableFileException {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new UnusableFileException(file, "it has no certificate in PEM format");
            }
            return certificates;
        } catch (IOException e) {
            throw new UnusableFileException(file, "it cannot be read", e);
        } catch (CertificateException e) {
            throw new UnusableFileException(file, "it has no certificate in PEM format", e);
        }
    }

    /** Whether the public key verifies what the private key signs. */
    private static boolean match(PrivateKey key, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        byte[] sample = BigInteger.TEN.toByteArray();
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(sample);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Why clients will reject the certificate although it can be used; empty if it is valid now. */
    public Optional<String> validityProblem() {
        X509Certificate own = chain.getFirst();
        try {
            own.checkValidity();
            return Optional.empty();
        } catch (CertificateExpiredException e) {
            return Optional.of("it expired at " + own.getNotAfter().toInstant());
        } catch (CertificateException e) {
            return Optional.of("it is valid only from " + own.getNotBefore().toInstant());
        }
    }

    public KeyManager[] keyManagers() throws GeneralSecurityException {
        try {
            KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
            own.load(null, NO_PASSWORD);
            own.setKeyEntry("gateway", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            return keys.getKeyManagers();
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
