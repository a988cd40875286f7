package faas.gateway.admin.access;

import faas.gateway.credentials.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;

/** The user and password that the operator logs in with, as their hash. */
final class Credentials {
    /** Far more than a password manager makes. */
    private static final int MAX_FILE_BYTES = 4096;

    private static final String SCHEME = "Basic ";

    private final byte[] hash;

    private Credentials(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Reads them; a line break at the end of a file does not count.
     *
     * @throws IOException if a file cannot be read, is empty or too long, or the user has a colon; the message says which
     */
    static Credentials read(Path userFile, Path passwordFile) throws IOException {
        String user = text(userFile);
        if (user.indexOf(':') >= 0) {
            throw new IOException(userFile + " contains a colon, which a user's name must not have (RFC 7617)");
        }
        return new Credentials(Sha256.of((user + ":" + text(passwordFile)).getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read " + file + ": check that it exists and that the gateway's user may read it");
        }
        String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R+\\z", "");
        if (text.isEmpty() || bytes.length > MAX_FILE_BYTES) {
            throw new IOException(
                    file + (text.isEmpty() ? " is empty" : " is longer than " + MAX_FILE_BYTES + " bytes"));
        }
        return text;
    }

    /** Whether the field has any credentials: without them a client has guessed nothing. */
    static boolean areIn(String authorization) {
        return !authorization.isBlank() && authorization.strip().indexOf(' ') > 0;
    }

    /** Whether the value of {@code Authorization} has these credentials. The time it takes says nothing about them. */
    boolean match(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] given = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return MessageDigest.isEqual(hash, Sha256.of(given));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean equalTo(Credentials other) {
        return MessageDigest.isEqual(hash, other.hash);
    }
}
