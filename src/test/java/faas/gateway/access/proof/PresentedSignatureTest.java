package faas.gateway.access.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.access.secret.UnusableSecretException;
import faas.gateway.http1.Fields;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures from the documentation of GitHub and of the Standard Webhooks. */
class PresentedSignatureTest {
    private static final String GITHUB =
            "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static final String ID = "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "webhook-timestamp: 1614265330";
    private static final String STANDARD = "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330);
    private static final String BODY = "{\"test\": 2432232314}";

    @Test
    void githubs_example_is_by_its_secret_and_by_no_other() throws Exception {
        PresentedSignature signature = Objects.requireNonNull(in(SENT, GITHUB));

        assertTrue(isBy(signature, "It's a Secret to Everybody", "Hello, World!"));
        assertTrue(signature.isBy(signer("It's a Secret to Everybody"), List.of(bytes("Hello,"), bytes(" World!"))));
        assertFalse(isBy(signature, "It's a Secret to Everybody", "Hello, World"));
        assertFalse(isBy(signature, "It's a Secret to everybody", "Hello, World!"));
        assertFalse(isBy(signature, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Hello, World!"));
    }

    @Test
    void the_example_of_the_standard_webhooks_is_by_its_secret_within_five_minutes() throws Exception {
        PresentedSignature signature = Objects.requireNonNull(in(SENT.plusSeconds(300), ID, TIME, STANDARD));

        assertTrue(isBy(signature, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", BODY));
        assertFalse(isBy(signature, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx", BODY));
        assertFalse(isBy(signature, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", BODY));
        assertNull(in(SENT.plusSeconds(301), ID, TIME, STANDARD));
        assertNull(in(SENT.minusSeconds(301), ID, TIME, STANDARD));
    }

    @Test
    void one_of_several_signatures_is_enough() throws Exception {
        String more = STANDARD.replace("v1,", "v1a,AAAA v1,??? v1,AAAA v1,");

        PresentedSignature signature = Objects.requireNonNull(in(SENT, ID, TIME, more));

        assertEquals(1, signature.signatures().size());
        assertTrue(isBy(signature, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Fine: 1",
                "X-Hub-Signature: sha1=757107ea0eb2509fc211221cce984b8a37570b6d",
                "X-Hub-Signature-256: 757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "X-Hub-Signature-256: sha256=757107ea",
                "X-Hub-Signature-256:",
                GITHUB + "\n" + GITHUB,
                GITHUB + "\n" + STANDARD,
                ID + "\n" + STANDARD,
                TIME + "\n" + STANDARD,
                ID + "\n" + ID + "\n" + TIME + "\n" + STANDARD,
                ID + "\n" + TIME + "\n" + TIME + "\n" + STANDARD,
                ID + "\n" + TIME + "\nwebhook-signature: v1,",
                ID + "\n" + TIME + "\nwebhook-signature: v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                ID + "\nwebhook-timestamp: 99999999999999999999\n" + STANDARD,
                ID + "\nwebhook-timestamp: -1\n" + STANDARD,
                "webhook-id: two words\n" + TIME + "\n" + STANDARD,
            })
    void anything_else_is_no_signature(String fields) {
        assertNull(in(SENT, fields.split("\n", -1)));
    }

    private static @Nullable PresentedSignature in(Instant now, String... lines) {
        Fields fields = new Fields();
        Stream.of(lines)
                .map(line -> line.split(":", 2))
                .forEach(parts -> fields.add(new HttpString(parts[0]), parts[1].strip()));
        return PresentedSignature.in(fields, now);
    }

    private static boolean isBy(PresentedSignature signature, String secret, String body)
            throws UnusableSecretException {
        return signature.isBy(signer(secret), List.of(bytes(body)));
    }

    private static SigningSecrets.Signer signer(String secret) throws UnusableSecretException {
        return SigningSecrets.parse("caller:" + secret).signers().getFirst();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
