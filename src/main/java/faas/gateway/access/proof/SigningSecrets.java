package faas.gateway.access.proof;

import faas.gateway.access.secret.Callers;
import faas.gateway.access.secret.SecretLines;
import faas.gateway.access.secret.UnusableSecretException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The secrets with which callers sign, of one secret of the gateway. */
public record SigningSecrets(List<Signer> signers) implements Callers {
    /** A body is signed again with each of them. */
    static final int MAX_SIGNERS = 20;

    /** A shorter one can be guessed by who has seen a signature. */
    private static final int MIN_CHARACTERS = 16;

    private static final SecretLines LINES = SecretLines.of(".{1,512}", "CALLER:SECRET");

    /** The algorithm of both forms. */
    static final String ALGORITHM = "HmacSHA256";

    private static final String STANDARD_WEBHOOKS = "whsec_";

    /**
     * One who signs.
     *
     * @param standard whether as the Standard Webhooks do; else as GitHub does
     */
    public record Signer(String caller, SecretKey secret, boolean standard) {}

    public SigningSecrets {
        signers = List.copyOf(signers);
    }

    /**
     * Reads lines such as {@code caller:secret}. A secret that begins with {@code whsec_} is one of the Standard Webhooks. Empty lines
     * and those that begin with {@code #} are skipped.
     *
     * @throws UnusableSecretException if there is no secret, too many, or a line that has none
     */
    public static SigningSecrets parse(String text) throws UnusableSecretException {
        List<Signer> signers = new ArrayList<>();
        LINES.forEach(text, (number, caller, secret) -> signers.add(signer(number, caller, secret)));
        if (signers.isEmpty() || signers.size() > MAX_SIGNERS) {
            throw new UnusableSecretException(
                    signers.isEmpty() ? "it has no line CALLER:SECRET" : "it has more than " + MAX_SIGNERS + " lines");
        }
        return new SigningSecrets(signers);
    }

    private static Signer signer(int number, String caller, String secret) throws UnusableSecretException {
        if (secret.length() < MIN_CHARACTERS) {
            throw new UnusableSecretException(
                    "line " + number + " has a secret of fewer than " + MIN_CHARACTERS + " characters");
        }
        if (!secret.startsWith(STANDARD_WEBHOOKS)) {
            return new Signer(caller, key(secret.getBytes(StandardCharsets.ISO_8859_1)), false);
        }
        byte[] decoded = decoded(secret.substring(STANDARD_WEBHOOKS.length()));
        if (decoded == null) {
            throw new UnusableSecretException("line " + number + " has a secret that is not Base64 after whsec_");
        }
        return new Signer(caller, key(decoded), true);
    }

    private static SecretKey key(byte[] bytes) {
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == 0 ? null : bytes;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public List<String> callers() {
        return signers.stream().map(Signer::caller).distinct().sorted().toList();
    }
}
