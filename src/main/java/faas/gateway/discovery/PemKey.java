package faas.gateway.discovery;

import faas.gateway.discovery.DockerTls.UnusableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in a PEM file (RFC 7468), as openssl writes them. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----([^-]*)-----END \\1-----");

    /** What stands before an RSA key of PKCS#1 to make it one of PKCS#8: version 0 and the algorithm's name. */
    private static final byte[] RSA_HEAD = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final byte SEQUENCE = 0x30;
    private static final byte OCTET_STRING = 0x04;

    private PemKey() {}

    /**
     * Reads the first private key of a file.
     *
     * @param algorithm what the key's certificate says it is for
     */
    static PrivateKey read(Path file, String algorithm) throws UnusableException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UnusableException(file, "it cannot be read", e);
        }
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new UnusableException(file, "it holds no private key in PEM form");
        }
        try {
            byte[] pkcs8 = pkcs8(file, block.group(1), block.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableException(file, "it is broken, or not the key of cert.pem beside it", e);
        }
    }

    private static byte[] pkcs8(Path file, String kind, String body) throws UnusableException {
        if (kind.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new UnusableException(
                    file, "it is encrypted; write it anew without: openssl pkey -in key.pem -out plain.pem");
        }
        return switch (kind) {
            case "PRIVATE KEY" -> Base64.getMimeDecoder().decode(body);
            case "RSA PRIVATE KEY" -> wrapped(Base64.getMimeDecoder().decode(body));
            default ->
                throw new UnusableException(
                        file,
                        "write it anew in the form of PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out new.pem");
        };
    }

    private static byte[] wrapped(byte[] pkcs1) {
        byte[] key = element(OCTET_STRING, pkcs1);
        return element(
                SEQUENCE,
                ByteBuffer.allocate(RSA_HEAD.length + key.length)
                        .put(RSA_HEAD)
                        .put(key)
                        .array());
    }

    /** One element of DER, its length in two bytes: no RSA key is shorter than 256 bytes or longer than 65,535. */
    private static byte[] element(byte tag, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put(tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
