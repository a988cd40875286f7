package faas.gateway.http1;

import java.util.List;
import java.util.Locale;

/** Whether a client wants plain text (RFC 9110 §12.5.1). Weights are ignored: the order of the list decides. */
public final class PlainText {
    private PlainText() {}

    /**
     * Whether {@code Accept} lists plain text before JSON and before the wildcard.
     *
     * @param accepted the elements of {@code Accept}
     */
    public static boolean isPreferred(List<String> accepted) {
        for (String part : accepted) {
            String range = part.toLowerCase(Locale.ROOT);
            if (range.startsWith("text/plain")) {
                return true;
            }
            if (range.startsWith("application/") || range.startsWith("*/*")) {
                return false;
            }
        }
        return false;
    }
}
