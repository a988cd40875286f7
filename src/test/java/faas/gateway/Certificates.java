package faas.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate authority with certificates for an Engine and a client, made by the JDK's keytool in one key store. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final String keys;
    private KeyStore store;

    private Certificates(Path folder, String keys) throws GeneralSecurityException, IOException {
        this.folder = folder;
        this.keys = keys;
        this.store = load(folder);
    }

    /**
     * Makes them.
     *
     * @param keys the algorithm of the keys, such as {@code RSA}
     * @param more further arguments of keytool for the Engine's certificate
     * @param engineNames the names in the Engine's certificate, such as {@code ip:127.0.0.1}
     */
    public static Certificates in(Path folder, String keys, String engineNames, String... more) throws Exception {
        keytool(folder, keys, "authority", name("authority", folder), "-ext", "bc:c");
        List<String> engine = new ArrayList<>(List.of("-signer", "authority", "-ext", "san=" + engineNames));
        engine.addAll(List.of(more));
        keytool(folder, keys, "engine", name("engine", folder), engine.toArray(String[]::new));
        keytool(folder, keys, "client", name("client", folder), "-signer", "authority", "-ext", "eku=clientAuth");
        return new Certificates(folder, keys);
    }

    private static String name(String alias, Path folder) {
        return "CN=" + alias + " of " + folder.getFileName();
    }

    /**
     * Issues a certificate to a further client.
     *
     * @param subject such as {@code CN=shop,O=Acme}
     * @param more further arguments of keytool
     */
    public void issue(String alias, String subject, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-signer", "authority"));
        arguments.addAll(List.of(more));
        keytool(folder, keys, alias, subject, arguments.toArray(String[]::new));
        store = load(folder);
    }

    private static KeyStore load(Path folder) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(folder.resolve("store").toFile())) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static void keytool(Path folder, String keys, String alias, String subject, String... more)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                folder.resolve("store").toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                alias,
                "-dname",
                subject,
                "-keyalg",
                keys));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    /** Writes the files that the docker command expects in {@code DOCKER_CERT_PATH}. */
    public Path dockerFolder() throws GeneralSecurityException, IOException {
        Path docker = Files.createDirectory(folder.resolve("docker"));
        authorityFile(docker.resolve("ca.pem"));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain("client")) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(docker.resolve("cert.pem"), chain);
        Files.writeString(docker.resolve("key.pem"), pem("PRIVATE KEY", clientKey()));
        return docker;
    }

    /** Writes the authority's own certificate. */
    public void authorityFile(Path file) throws GeneralSecurityException, IOException {
        Files.writeString(
                file, pem("CERTIFICATE", store.getCertificate("authority").getEncoded()));
    }

    /** Writes the Engine's certificate and key to two files, as for any server. */
    public void serverFiles(Path certificate, Path key) throws GeneralSecurityException, IOException {
        StringBuilder chain = new StringBuilder();
        for (Certificate one : store.getCertificateChain("engine")) {
            chain.append(pem("CERTIFICATE", one.getEncoded()));
        }
        Files.writeString(certificate, chain);
        Files.writeString(key, pem("PRIVATE KEY", serverKey()));
    }

    public Certificate serverCertificate() throws GeneralSecurityException {
        return store.getCertificate("engine");
    }

    /** In PKCS#8 format. */
    public byte[] serverKey() throws GeneralSecurityException {
        return store.getKey("engine", PASSWORD).getEncoded();
    }

    /** The TLS context of a client that trusts the authority. */
    public SSLContext clientContext() throws GeneralSecurityException, IOException {
        return clientContext(null);
    }

    /** The same for a client that presents the certificate of an alias, whatever the server asks for. */
    public SSLContext clientContext(Certificates issuer, String alias) throws GeneralSecurityException, IOException {
        PrivateKey key = (PrivateKey) issuer.store.getKey(alias, PASSWORD);
        X509Certificate[] chain = Stream.of(issuer.store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        return clientContext(new KeyManager[] {new OnlyKey(alias, key, chain)});
    }

    /**
     * The same, with further certificates of its own issuer behind the chain: each has the issuer's name and key, and a serial number of
     * its own. Each of them might have issued any other.
     */
    public SSLContext clientContextWithMaze(Certificates issuer, int further)
            throws GeneralSecurityException, IOException {
        PrivateKey key = (PrivateKey) issuer.store.getKey("client", PASSWORD);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add((X509Certificate) issuer.store.getCertificate("client"));
        for (int serial = 1; serial <= further; serial++) {
            chain.add(issuer.authorityWithSerial(serial));
        }
        return clientContext(new KeyManager[] {new OnlyKey("client", key, chain.toArray(X509Certificate[]::new))});
    }

    /** The authority's certificate, issued again with another last byte of its serial number. */
    private X509Certificate authorityWithSerial(int lastByte) throws GeneralSecurityException, IOException {
        X509Certificate authority = (X509Certificate) store.getCertificate("authority");
        byte[] signed = authority.getTBSCertificate();
        byte[] serial = authority.getSerialNumber().toByteArray();
        String text = new String(signed, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(new String(serial, StandardCharsets.ISO_8859_1));
        signed[at + serial.length - 1] = (byte) lastByte;
        Signature signer = Signature.getInstance(authority.getSigAlgName());
        signer.initSign((PrivateKey) store.getKey("authority", PASSWORD));
        signer.update(signed);
        byte[] original = authority.getEncoded();
        int algorithm = new String(original, StandardCharsets.ISO_8859_1).indexOf(text) + signed.length;
        byte[] algorithmId = Arrays.copyOfRange(original, algorithm, algorithm + 2 + original[algorithm + 1]);
        byte[] signature = concatenate(new byte[] {0}, signer.sign());
        byte[] encoded = der(0x30, concatenate(signed, algorithmId, der(0x03, signature)));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** A value of DER with its length in two bytes where it needs them. */
    private static byte[] der(int tag, byte[] value) {
        byte[] head = value.length < 128
                ? new byte[] {(byte) tag, (byte) value.length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (value.length >> 8), (byte) value.length};
        return concatenate(head, value);
    }

    private static byte[] concatenate(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private SSLContext clientContext(KeyManager @Nullable [] own) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("authority", store.getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }

    /** In PKCS#8 format. */
    public byte[] clientKey() throws GeneralSecurityException {
        return store.getKey("client", PASSWORD).getEncoded();
    }

    /** The TLS context of an Engine that requires certificates of the same authority from its clients. */
    public SSLContext engine() throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        own.setKeyEntry("engine", store.getKey("engine", PASSWORD), PASSWORD, store.getCertificateChain("engine"));
        own.setCertificateEntry("authority", store.getCertificate("authority"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    public static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
