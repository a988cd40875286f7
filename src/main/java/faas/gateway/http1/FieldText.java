package faas.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Text from elsewhere as the value of a field. */
public final class FieldText {
    private static final int MAX_NAME_LENGTH = 255;

    /** What separates the parts of a log line or of a list. */
    private static final String NOT_IN_NAMES = " \"\\,";

    private FieldText() {}

    /** A name that is one word in fields and logs; empty if the text is empty or very long. */
    public static Optional<String> name(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME_LENGTH) {
            return Optional.empty();
        }
        return Optional.of(encoded(text, NOT_IN_NAMES)).filter(name -> name.length() <= MAX_NAME_LENGTH);
    }

    /**
     * The text in UTF-8, with every byte percent-encoded that is not a visible character of ASCII or a space.
     *
     * @param special further characters to encode
     */
    public static String encoded(String text, String special) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == 0x7f || b == '%' || special.indexOf(b) >= 0) {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }
}
