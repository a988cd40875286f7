package faas.gateway.log;

/** Strings in JSON (RFC 8259 §7), in ASCII. */
public final class JsonText {
    private static final String DIGITS = "0123456789abcdef";

    private JsonText() {}

    /** Appends the text in quotes. */
    public static StringBuilder append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json.append(DIGITS.charAt(c >> shift & 0xf));
                }
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
