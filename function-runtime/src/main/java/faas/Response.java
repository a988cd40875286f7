package faas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The response to a call of {@link Function#call} or {@link FunctionServer}. */
public final class Response {

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] bytes;

    Response(int status, Map<String, List<String>> headers, byte[] bytes) {
        this.status = status;
        var byName = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        this.headers = byName;
        this.bytes = bytes.clone();
    }

    public int status() {
        return status;
    }

    /** The first value of a header. The name is not case-sensitive. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /** The body, decoded as UTF-8. */
    public String body() {
        return new String(bytes, UTF_8);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %s", status, body());
    }
}
