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

/** An authority, an Engine's certificate and a client's, made by the JDK's keytool in one key store. */
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
     * @param keys what keytool is to make keys with, such as {@code RSA}
     * @param more what keytool is to be told of the Engine's certificate beyond that
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

    /** Writes what the docker command expects in {@code DOCKER_CERT_PATH}. */
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

    /** Writes the Engine's certificate, as that of any server, and its key into two files. */
    public void serverFiles(Path certificate, Path key) throws GeneralSecurityException, IOException {
        StringBuilder chain = new StringBuilder();
        for (Certificate one : store.getCertificateChain("engine")) {
            chain.append(pem("CERTIFICATE", one.getEncoded()));
        }
        Files.writeString(certificate, chain);
        Files.writeString(key, pem("PRIVATE KEY", serverKey()));
    }

    /** In the form of PKCS#8. */
    public byte[] serverKey() throws GeneralSecurityException {
        return store.getKey("engine", PASSWORD).getEncoded();
    }

    /** What a client trusts who trusts the authority. */
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

    /** In the form of PKCS#8. */
    public byte[] clientKey() throws GeneralSecurityException {
        return store.getKey("client", PASSWORD).getEncoded();
    }

    /** What an Engine serves with that wants a certificate of the same authority from its clients. */
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
