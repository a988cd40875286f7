package faas.gateway.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    /**
     * The bytes of PKCS#8 before a key: of keytool's default for EC, which is secp384r1, and for RSA, which is 3072
     * bits.
     */
    private static final int EC_HEAD = 25;

    private static final int RSA_HEAD = 26;

    @TempDir
    private Path folder = Path.of("");

    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void name() {
        certificate = folder.resolve("fullchain.pem");
        key = folder.resolve("privkey.pem");
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA PRIVATE KEY, " + RSA_HEAD, "EC, EC PRIVATE KEY, " + EC_HEAD})
    void a_key_in_a_traditional_format_is_the_same_key(String algorithm, String kind, int head) throws Exception {
        Certificates certificates = Certificates.in(folder, algorithm, "ip:127.0.0.1");
        certificates.serverFiles(certificate, key);
        byte[] pkcs8 = certificates.serverKey();
        Files.writeString(key, Certificates.pem(kind, Arrays.copyOfRange(pkcs8, head, pkcs8.length)));

        Identity identity = Identity.read(certificate, key);

        assertArrayEquals(pkcs8, identity.key().getEncoded());
        assertEquals(2, identity.chain().size());
        assertEquals(Optional.empty(), identity.validityProblem());
    }

    @Test
    void the_key_of_another_certificate_is_reported() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("other"));
        Certificates.in(elsewhere, "EC", "ip:127.0.0.1").serverFiles(certificate, folder.resolve("unused.pem"));
        Certificates.in(folder, "EC", "ip:127.0.0.1").serverFiles(folder.resolve("unused.pem"), key);

        UnusableFileException e = assertThrows(UnusableFileException.class, () -> Identity.read(certificate, key));

        assertEquals(key + " cannot be used: it does not match the certificate in " + certificate, e.getMessage());
    }

    @Test
    void an_expired_certificate_is_reported_with_its_time() throws Exception {
        Certificates.in(folder, "EC", "ip:127.0.0.1", "-startdate", "2001/01/01 00:00:00", "-validity", "10")
                .serverFiles(certificate, key);

        String validityProblem =
                Identity.read(certificate, key).validityProblem().orElseThrow();

        assertTrue(validityProblem.startsWith("it expired at 2001-01-1"), validityProblem);
    }
}
