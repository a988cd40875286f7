package faas.gateway.access.certificate;

import faas.gateway.function.Authentication;
import faas.gateway.function.Subject;
import faas.gateway.http1.FieldText;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import io.undertow.util.HttpString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks who has sent a call by the certificate of its connection, which TLS has verified. */
public final class CertificateCheck {
    /** The field by which functions get the whole subject. */
    private static final HttpString SUBJECT = new HttpString("X-Caller-Subject");

    private CertificateCheck() {}

    /** Whether a call comes from a client with a valid certificate. */
    public static boolean isIn(Call call) {
        return call.request().clientSubject() != null;
    }

    /** Why a call without a certificate that suffices is refused; null if it has one. */
    public static @Nullable Refusal check(Call call, Authentication.Certificate rule) {
        Subject subject = call.request().clientSubject();
        if (subject == null) {
            return new Refusal(new ClientError.NoCertificate());
        }
        boolean isAllowed =
                rule.subjects().isEmpty() || rule.subjects().stream().anyMatch(subject::includes);
        Optional<String> name = FieldText.name(subject.commonName().orElseGet(subject::toString));
        if (!isAllowed || name.isEmpty()) {
            return new Refusal(new ClientError.WrongCertificate(subject.toString()));
        }
        Fields fields = new Fields().add(SUBJECT, FieldText.encoded(subject.toString(), ""));
        call.caller(new Call.Caller(name.get(), fields));
        return null;
    }
}
