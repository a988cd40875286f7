package faas.gateway.discovery;

/** Text from outside, made fit for a log line: quoted, in one line, and not too long. */
final class Quoted {
    private static final int MAX_LENGTH = 200;

    private Quoted() {}

    /** The text in double quotes, control characters escaped; cut after {@value #MAX_LENGTH} characters. */
    static String text(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.chars().limit(MAX_LENGTH).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append(text.length() > MAX_LENGTH ? "…\"" : "\"").toString();
    }
}
