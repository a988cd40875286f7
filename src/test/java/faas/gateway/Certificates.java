package faas.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority with certificates for an Engine and a client, made by the JDK's keytool in one key store. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore store;

    private Certificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /**
     * Makes them.
     *
     * @param keys the algorithm of the keys, such as {@code RSA}
     * @param more further arguments of keytool for the Engine's certificate
     * @param engineNames the names in the Engine's certificate, such as {@code ip:127.0.0.1}
     */
    public static Certificates in(Path folder, String keys, String engineNames, String... more) throws Exception {
        keytool(folder, keys, "authority", "-ext", "bc:c");
        List<String> engine = new ArrayList<>(List.of("-signer", "authority", "-ext", "san=" + engineNames));
        engine.addAll(List.of(more));
        keytool(folder, keys, "engine", engine.toArray(String[]::new));
        keytool(folder, keys, "client", "-signer", "authority", "-ext", "eku=clientAuth");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(folder.resolve("store").toFile())) {
            store.load(in, PASSWORD);
        }
        return new Certificates(folder, store);
    }

    private static void keytool(Path folder, String keys, String alias, String... more) throws Exception {
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
                "CN=" + alias + " of " + folder.getFileName(),
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
        Files.writeString(
                docker.resolve("ca.pem"),
                pem("CERTIFICATE", store.getCertificate("authority").getEncoded()));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain("client")) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(docker.resolve("cert.pem"), chain);
        Files.writeString(docker.resolve("key.pem"), pem("PRIVATE KEY", clientKey()));
        return docker;
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
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("authority", store.getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
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
