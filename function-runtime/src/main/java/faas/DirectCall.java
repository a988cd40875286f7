package faas;

import static java.nio.charset.StandardCharsets.UTF_8;

import faas.runtime.log.Log;
import faas.runtime.response.Content;
import faas.runtime.response.Header;
import faas.runtime.response.Problem;
import faas.runtime.response.ProblemText;
import faas.runtime.response.ServerResponse;
import faas.runtime.server.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Calls a function without a server: binding, the function and its result, on the current thread. */
final class DirectCall {

    private static final String CALL_ID = "direct";

    private DirectCall() {}

    static String query(Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach(
                (name, value) -> pairs.add(URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8)));
        return String.join("&", pairs);
    }

    static Response call(Definition definition, String method, String query, String contentType, byte[] body) {
        Plan plan;
        try {
            plan = Plan.of(definition, "", Map.of());
        } catch (InvalidFunction invalid) {
            throw new IllegalStateException(invalid.getMessage(), invalid);
        }
        var request = new Request(
                CALL_ID,
                method,
                "/",
                query,
                name -> name.equalsIgnoreCase("Content-Type") && !contentType.isEmpty()
                        ? Optional.of(contentType)
                        : Optional.empty(),
                body.clone(),
                Instant.MAX,
                () -> false);
        var log = Log.toStandardOutput(InstantSource.system(), false);
        return response(
                switch (plan.endpoint(log).handle(request)) {
                    case ServerResponse response -> response;
                    case Problem problem -> ProblemText.json(problem, CALL_ID);
                });
    }

    private static Response response(ServerResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.headers()) {
            headers.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
        }
        if (!response.mediaType().isEmpty()) {
            headers.put("Content-Type", List.of(response.mediaType()));
        }
        return new Response(response.status(), headers, bytes(response.content()));
    }

    private static byte[] bytes(Content content) {
        return switch (content) {
            case Content.Bytes(var buffer) -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                yield bytes;
            }
            case Content.Stream(InputStream in) -> {
                try (in) {
                    yield in.readAllBytes();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        };
    }
}
