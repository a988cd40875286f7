package faas.gateway.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import faas.gateway.proxy.Call;
import faas.gateway.proxy.Problem;
import faas.gateway.proxy.ProblemAnswer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells callers of the gateway's own faults: {@code application/problem+json} (RFC 9457), or plain text on request. */
public final class ProblemWriter implements ProblemAnswer {
    /** Seconds; a task of a healthy image is running within about one. */
    private static final String RETRY_AFTER = "1";

    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public void tell(Call call, Problem problem) {
        call.fault(problem.code());
        call.answering();
        HttpServerExchange exchange = call.exchange();
        exchange.setStatusCode(problem.status());
        exchange.getResponseHeaders().put(Call.ID_FIELD, call.id());
        if (problem.passing()) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_AFTER);
        }
        boolean plain = prefersText(exchange.getRequestHeaders().get(Headers.ACCEPT));
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, plain ? "text/plain; charset=utf-8" : "application/problem+json");
        String body = plain ? text(call.id(), problem) : json(call.id(), problem);
        exchange.getResponseSender().send(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(String callId, Problem problem) {
        return problem.title() + ". " + problem.detail() + " (" + problem.code() + ", call " + callId + ")\n";
    }

    String json(String callId, Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:problem-type:faas:" + problem.code());
        members.put("title", problem.title());
        members.put("status", problem.status());
        members.put("detail", problem.detail());
        members.put("code", problem.code());
        members.put("callId", callId);
        return gson.toJson(members) + "\n";
    }

    /** Whether plain text is named before JSON and before anything at all. */
    private static boolean prefersText(@Nullable HeaderValues accept) {
        if (accept == null) {
            return false;
        }
        for (String value : accept) {
            for (String part : value.split(",", -1)) {
                String range = part.strip().toLowerCase(Locale.ROOT);
                if (range.startsWith("text/plain")) {
                    return true;
                }
                if (range.startsWith("application/") || range.startsWith("*/*")) {
                    return false;
                }
            }
        }
        return false;
    }
}
