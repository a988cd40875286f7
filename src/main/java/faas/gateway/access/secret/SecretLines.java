package faas.gateway.access.secret;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a secret, each with a caller and a credential, such as {@code caller:key}. Empty lines and those that begin with
 * {@code #} are skipped.
 *
 * @param line a caller and a credential
 * @param form what a line should be, for the message about one that is not
 */
public record SecretLines(Pattern line, String form) {
    /** Takes one line after the other. */
    public interface Reader {
        void read(int number, String caller, String credential) throws UnusableSecretException;
    }

    /**
     * Lines whose credentials have a pattern.
     *
     * @param credential the pattern
     */
    public static SecretLines of(String credential, String form) {
        return new SecretLines(Pattern.compile("([A-Za-z0-9][A-Za-z0-9._@-]{0,63}):(" + credential + ")"), form);
    }

    /**
     * Reads all lines.
     *
     * @throws UnusableSecretException if a line has another form; the line may hold a credential, so it is not repeated
     */
    public void forEach(String text, Reader reader) throws UnusableSecretException {
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String content = lines.get(i);
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            Matcher parts = line.matcher(content);
            if (!parts.matches()) {
                throw new UnusableSecretException("line " + (i + 1) + " is not " + form);
            }
            reader.read(i + 1, parts.group(1), parts.group(2));
        }
    }
}
