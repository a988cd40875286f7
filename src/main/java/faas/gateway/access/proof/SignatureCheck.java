package faas.gateway.access.proof;

import faas.gateway.access.secret.GuessLimit;
import faas.gateway.access.secret.SecretFiles;
import faas.gateway.function.Authentication;
import faas.gateway.http1.BodyFraming;
import faas.gateway.proxy.BodyCheck;
import faas.gateway.proxy.Decision;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the signatures of calls. The head is checked first; only if it could be valid is the body read. */
public record SignatureCheck(SecretFiles<SigningSecrets> secrets, GuessLimit guesses, InstantSource clock) {
    /** Webhooks have some kilobytes. Hashing so much takes about a millisecond. */
    static final int MAX_BODY_BYTES = 1024 * 1024;

    /** Whether a call carries a signature, valid or not. */
    public static boolean isSigned(Call call) {
        return PresentedSignature.isIn(call.request().fields());
    }

    /** Why the call is refused, or how its body is checked. */
    public Decision check(Call call, Authentication.Signature rule) {
        PresentedSignature signature = PresentedSignature.in(call.request().fields(), clock.instant());
        Refusal refusal = isSigned(call) ? guesses.refusal(call.client()) : null;
        if (refusal != null) {
            return refusal;
        }
        if (signature == null) {
            return GuessLimit.unauthorized(KeyCheck.CHALLENGE);
        }
        call.withhold(signature.field());
        if (call.request().framing() instanceof BodyFraming.Sized(long bytes) && bytes > MAX_BODY_BYTES) {
            return new Refusal(new ClientError.BodyTooLarge(MAX_BODY_BYTES));
        }
        return new BodyCheck(MAX_BODY_BYTES, body -> checkBody(call, rule, signature, body));
    }

    private @Nullable Refusal checkBody(
            Call call, Authentication.Signature rule, PresentedSignature signature, List<ByteBuffer> body) {
        SigningSecrets known = secrets.content(rule.secret());
        for (SigningSecrets.Signer signer : known == null ? List.<SigningSecrets.Signer>of() : known.signers()) {
            if (signature.isBy(signer, body)) {
                call.caller(new Call.Caller(signer.caller()));
                return null;
            }
        }
        guesses.failed(call.client());
        return GuessLimit.unauthorized(KeyCheck.CHALLENGE);
    }
}
