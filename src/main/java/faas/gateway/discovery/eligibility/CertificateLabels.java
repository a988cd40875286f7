package faas.gateway.discovery.eligibility;

import faas.gateway.function.Authentication;
import faas.gateway.function.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The label that says whose certificates prove that a client may call a function. */
final class CertificateLabels {
    static final String SUBJECTS = "faas.auth.subjects";

    /** Every call is compared with all of them. */
    private static final int MAX_SUBJECTS = 100;

    private CertificateLabels() {}

    static Authentication read(LabelReader labels) {
        Optional<String> text = labels.text(SUBJECTS);
        List<String> parts = text.stream().flatMap(list -> parts(list).stream()).toList();
        List<Subject> subjects =
                parts.stream().map(Subject::parse).flatMap(Optional::stream).toList();
        if (subjects.size() < parts.size() || parts.size() > MAX_SUBJECTS) {
            labels.close(
                    SUBJECTS,
                    text.orElse(""),
                    "at most " + MAX_SUBJECTS
                            + " subjects of certificates, or parts of them, separated by semicolons, such as "
                            + "CN=shop,O=Acme; O=Partner",
                    "CN=shop");
        }
        return new Authentication.Certificate(subjects);
    }

    /** Splits at semicolons, but for escaped ones. */
    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            if (list.charAt(i) == '\\') {
                i++;
            } else if (list.charAt(i) == ';') {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(list.substring(start).strip());
        return parts;
    }
}
