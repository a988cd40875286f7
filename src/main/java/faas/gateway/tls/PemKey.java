package faas.gateway.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in a PEM file (RFC 7468), as openssl writes them. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----([^-]*)-----END \\1-----");

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTET_STRING = 0x04;

    private PemKey() {}

    /**
     * Reads the first private key of a file.
     *
     * @param certificateFile the file of its certificate, for messages
     * @param publicKey the public key of that certificate
     */
    static PrivateKey read(Path file, Path certificateFile, PublicKey publicKey) throws UnusableFileException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UnusableFileException(file, "it cannot be read", e);
        }
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new UnusableFileException(file, "it has no private key in PEM format");
        }
        try {
            byte[] pkcs8 = pkcs8(file, block.group(1), block.group(2), publicKey);
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableFileException(
                    file, "it is malformed, or does not match " + certificateFile.getFileName(), e);
        }
    }

    private static byte[] pkcs8(Path file, String kind, String body, PublicKey publicKey) throws UnusableFileException {
        if (kind.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new UnusableFileException(
                    file, "it is encrypted; decrypt it with: openssl pkey -in key.pem -out plain.pem");
        }
        return switch (kind) {
            case "PRIVATE KEY" -> Base64.getMimeDecoder().decode(body);
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                pkcs8Of(algorithm(publicKey), Base64.getMimeDecoder().decode(body));
            default ->
                throw new UnusableFileException(
                        file,
                        "its format is not supported; convert it to PKCS#8 with: openssl pkcs8 -topk8 -nocrypt -in key.pem -out new.pem");
        };
    }

    /** Converts a key in PKCS#1 or SEC 1 format to PKCS#8, which wraps it. */
    private static byte[] pkcs8Of(byte[] algorithm, byte[] key) {
        byte[] octets = element(OCTET_STRING, key);
        return element(
                SEQUENCE,
                ByteBuffer.allocate(VERSION_0.length + algorithm.length + octets.length)
                        .put(VERSION_0)
                        .put(algorithm)
                        .put(octets)
                        .array());
    }

    /** The algorithm and its parameters: the first element of a public key, which is never longer than 127 bytes. */
    private static byte[] algorithm(PublicKey publicKey) {
        byte[] encoded = publicKey.getEncoded();
        int start = 2 + ((encoded[1] & 0x80) == 0 ? 0 : encoded[1] & 0x7f);
        return Arrays.copyOfRange(encoded, start, start + 2 + encoded[start + 1]);
    }

    /** Encodes one element in DER; no key is longer than 65,535 bytes. */
    private static byte[] element(byte tag, byte[] content) {
        int length = content.length;
        ByteBuffer element = ByteBuffer.allocate(4 + length).put(tag);
        if (length < 0x80) {
            element.put((byte) length);
        } else if (length < 0x100) {
            element.put((byte) 0x81).put((byte) length);
        } else {
            element.put((byte) 0x82).putShort((short) length);
        }
        element.put(content);
        return Arrays.copyOf(element.array(), element.position());
    }
}
