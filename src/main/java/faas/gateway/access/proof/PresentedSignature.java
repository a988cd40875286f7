package faas.gateway.access.proof;

import faas.gateway.http1.Fields;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The signature that a request carries, as GitHub's webhooks or the Standard Webhooks have it.
 *
 * @param field the field with the signature
 * @param prefix what is signed before the body
 * @param signatures one of them must fit
 * @param standard whether it is one of the Standard Webhooks
 */
record PresentedSignature(HttpString field, String prefix, List<byte[]> signatures, boolean standard) {
    private static final HttpString GITHUB = new HttpString("X-Hub-Signature-256");
    private static final HttpString STANDARD = new HttpString("webhook-signature");
    private static final HttpString STANDARD_ID = new HttpString("webhook-id");
    private static final HttpString STANDARD_TIME = new HttpString("webhook-timestamp");

    /** What the Standard Webhooks recommend. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** A sender has two while it changes its secret. */
    private static final int MAX_SIGNATURES = 5;

    private static final int SIGNATURE_BYTES = 32;
    private static final Pattern GITHUB_VALUE = Pattern.compile("sha256=[0-9A-Fa-f]{64}");
    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");
    private static final Pattern TIME = Pattern.compile("\\d{1,12}");

    PresentedSignature {
        signatures = List.copyOf(signatures);
    }

    /** Whether a request carries one, valid or not. */
    static boolean isIn(Fields fields) {
        return fields.contains(GITHUB) || fields.contains(STANDARD);
    }

    /** The signature of a request; null if it has none, several, one that is malformed, or one of another time. */
    static @Nullable PresentedSignature in(Fields fields, Instant now) {
        int github = fields.count(GITHUB);
        int standard = fields.count(STANDARD);
        if (github + standard != 1) {
            return null;
        }
        return github == 1 ? github(String.valueOf(fields.first(GITHUB))) : standard(fields, now);
    }

    private static @Nullable PresentedSignature github(String value) {
        return GITHUB_VALUE.matcher(value).matches()
                ? new PresentedSignature(GITHUB, "", List.of(HexFormat.of().parseHex(value, 7, value.length())), false)
                : null;
    }

    private static @Nullable PresentedSignature standard(Fields fields, Instant now) {
        String id = String.valueOf(fields.first(STANDARD_ID));
        String time = String.valueOf(fields.first(STANDARD_TIME));
        boolean isComplete = fields.count(STANDARD_ID) == 1 && fields.count(STANDARD_TIME) == 1;
        if (!isComplete || !ID.matcher(id).matches() || !TIME.matcher(time).matches()) {
            return null;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now);
        List<byte[]> signatures = signatures(String.valueOf(fields.first(STANDARD)));
        return age.abs().compareTo(MAX_SKEW) > 0 || signatures.isEmpty()
                ? null
                : new PresentedSignature(STANDARD, id + "." + time + ".", signatures, true);
    }

    /** Those of version 1. */
    private static List<byte[]> signatures(String value) {
        List<byte[]> signatures = new ArrayList<>();
        for (String part : value.split(" ", MAX_SIGNATURES + 1)) {
            if (part.startsWith("v1,") && part.length() < 100 && signatures.size() < MAX_SIGNATURES) {
                try {
                    byte[] signature = Base64.getDecoder().decode(part.substring(3));
                    if (signature.length == SIGNATURE_BYTES) {
                        signatures.add(signature);
                    }
                } catch (IllegalArgumentException e) {
                    // Another one may be valid.
                }
            }
        }
        return signatures;
    }

    /** Whether the signer has signed this body. */
    boolean isBy(SigningSecrets.Signer signer, List<ByteBuffer> body) {
        if (signer.standard() != standard) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(SigningSecrets.ALGORITHM);
            mac.init(signer.secret());
            mac.update(prefix.getBytes(StandardCharsets.ISO_8859_1));
            body.forEach(part -> mac.update(part.duplicate()));
            byte[] expected = mac.doFinal();
            boolean fits = false;
            for (byte[] signature : signatures) {
                fits |= MessageDigest.isEqual(expected, signature);
            }
            return fits;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + SigningSecrets.ALGORITHM, e);
        }
    }
}
