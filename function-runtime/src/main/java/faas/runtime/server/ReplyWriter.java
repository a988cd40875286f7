package faas.runtime.server;

import faas.runtime.answer.Answer;
import faas.runtime.answer.Problem;
import faas.runtime.answer.ProblemText;
import faas.runtime.answer.Reply;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Puts a reply on the wire. It never blocks: what a slow reader does not take at once goes out by itself. */
final class ReplyWriter {

    private static final HttpString CALL_ID = HttpString.tryFromString(CallIds.HEADER);
    private static final HttpString CONTENT_TYPE_OPTIONS = HttpString.tryFromString("X-Content-Type-Options");

    private final BooleanSupplier draining;

    ReplyWriter(BooleanSupplier draining) {
        this.draining = draining;
    }

    void write(HttpServerExchange exchange, String callId, Reply reply) {
        Answer answer = switch (reply) {
            case Answer given -> given;
            case Problem problem -> problemAnswer(exchange, callId, problem);
        };
        exchange.getResponseHeaders().put(CALL_ID, callId);
        send(exchange, answer);
    }

    /** Without a call id: for the probes, which are not calls. */
    void send(HttpServerExchange exchange, Answer answer) {
        if (draining.getAsBoolean()) {
            exchange.setPersistent(false);
        }
        exchange.setStatusCode(answer.status());
        if (answer.mediaType().isEmpty()) {
            exchange.endExchange();
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.mediaType());
        exchange.getResponseHeaders().put(CONTENT_TYPE_OPTIONS, "nosniff");
        exchange.getResponseSender().send(answer.body());
    }

    private static Answer problemAnswer(HttpServerExchange exchange, String callId, Problem problem) {
        problem.retryAfterSeconds()
                .ifPresent(seconds -> exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds));
        return wantsPlainText(exchange.getRequestHeaders().getFirst(Headers.ACCEPT))
                ? ProblemText.plain(problem, callId)
                : ProblemText.json(problem, callId);
    }

    private static boolean wantsPlainText(@Nullable String accept) {
        return accept != null && accept.contains("text/plain") && !accept.contains("json");
    }
}
