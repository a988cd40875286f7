package faas.gateway.admin.trial;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import faas.gateway.function.FunctionName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call that an operator wants to make; the components are the fields of its JSON.
 *
 * @param rest what follows the function's name: a path, a query, both or nothing
 * @param fields names and values
 * @param base64 whether the body is in Base64, such as that of a file
 */
record Trial(
        @Nullable String function,
        @Nullable String method,
        @Nullable String rest,
        @Nullable List<List<String>> fields,
        @Nullable String body,
        boolean base64) {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    static final String CALL_ID = "X-Call-Id";
    private static final Gson GSON = new Gson();

    /** Reads one; empty if it is none. */
    static Optional<Trial> read(String json) {
        try {
            return Optional.ofNullable(GSON.fromJson(json, Trial.class)).filter(Trial::isComplete);
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private boolean isComplete() {
        return function != null
                && FunctionName.isValid(function)
                && METHODS.contains(method)
                && rest != null
                && (rest.isEmpty() || rest.startsWith("/") || rest.startsWith("?"))
                && fields != null
                && fields.stream().allMatch(field -> field != null && field.size() == 2 && !field.contains(null))
                && body != null;
    }

    /** The call id that it sets itself. */
    Optional<String> callId() {
        return Objects.requireNonNull(fields).stream()
                .filter(field -> field.getFirst().equalsIgnoreCase(CALL_ID))
                .map(List::getLast)
                .findFirst();
    }

    /**
     * The bytes of the body.
     *
     * @throws IllegalArgumentException if it should be Base64 and is not
     */
    byte[] bodyBytes() {
        String text = Objects.requireNonNullElse(body, "");
        return base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The address of the call.
     *
     * @param gateway the port for clients
     * @throws IllegalArgumentException if a path or query may not have one of the characters
     */
    URI uri(URI gateway) {
        return URI.create(gateway + "/" + function + rest);
    }
}
