package faas.gateway.admin.page;

import faas.gateway.http1.Fields;
import faas.gateway.http1.PlainText;
import io.undertow.util.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to one of the gateway's own pages.
 *
 * @param method in upper case
 * @param path without the query, as the client wrote it
 * @param query the decoded parameters; of a repeated one the first
 * @param asText whether the client prefers plain text to JSON
 * @param accept the client's {@code Accept}; may be empty
 * @param fields the client's; not to be changed
 * @param body the body, as far as the gateway reads it; empty without one
 */
public record PageRequest(
        String method,
        String path,
        Map<String, String> query,
        boolean asText,
        String accept,
        Fields fields,
        String body) {
    public PageRequest {
        query = Map.copyOf(query);
    }

    /** A parameter that is present and not empty. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The same request with its body. */
    public PageRequest withBody(String text) {
        return new PageRequest(method, path, query, asText, accept, fields, text);
    }

    /**
     * Reads a request's head.
     *
     * @param target a path with its query, or an absolute URI
     */
    public static PageRequest of(String method, String target, Fields fields) {
        List<String> accepted = fields.listed(Headers.ACCEPT);
        String local = pathAndQuery(target);
        int mark = local.indexOf('?');
        return new PageRequest(
                method,
                withoutQuery(local),
                parameters(mark < 0 ? "" : local.substring(mark + 1)),
                PlainText.isPreferred(accepted),
                String.join(",", accepted),
                fields,
                "");
    }

    /** The path of a request target, as in {@link #path()}. */
    public static String path(String target) {
        return withoutQuery(pathAndQuery(target));
    }

    private static String withoutQuery(String local) {
        int mark = local.indexOf('?');
        return mark < 0 ? local : local.substring(0, mark);
    }

    private static String pathAndQuery(String target) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        if (authority < 0) {
            return target;
        }
        int path = target.indexOf('/', authority + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int sign = pair.indexOf('=');
            parameters.putIfAbsent(
                    decoded(sign < 0 ? pair : pair.substring(0, sign)),
                    sign < 0 ? "" : decoded(pair.substring(sign + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
