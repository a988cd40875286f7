package faas.gateway.admin.trial;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import faas.gateway.function.FunctionName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call that an operator wants to make; the components are the fields of its JSON.
 *
 * @param rest what follows the function's name: a path, a query, both or nothing
 * @param fields names and values
 */
record Trial(
        @Nullable String function,
        @Nullable String method,
        @Nullable String rest,
        @Nullable List<List<String>> fields,
        @Nullable String body) {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
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
