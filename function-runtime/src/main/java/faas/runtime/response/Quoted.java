package faas.runtime.response;

/** Text from others, escaped for where it is shown. */
public final class Quoted {

    /** Longer text is cut in messages: it need only be recognisable. */
    private static final int MOST_SHOWN = 64;

    private Quoted() {}

    /** In quotation marks and not too long, for a sentence. Whoever prints the sentence escapes it. */
    public static String of(String text) {
        return '"' + cut(text) + '"';
    }

    /** The beginning of the text, never half a surrogate pair. */
    public static String cut(String text) {
        if (text.length() <= MOST_SHOWN) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_SHOWN - 1)) ? MOST_SHOWN - 1 : MOST_SHOWN;
        return text.substring(0, end) + "…";
    }

    /** As a JSON string with quotation marks. */
    public static String json(String text) {
        return '"' + escaped(text) + '"';
    }

    /** Escapes control characters, quotation marks, backslashes and lone surrogates as in JSON. */
    public static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (mustEscape(c)) {
                        escaped.append("\\u")
                                .append(Integer.toHexString(0x10000 | c).substring(1));
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static boolean mustEscape(int c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
