package faas.runtime.server;

import faas.runtime.response.Accept;
import faas.runtime.response.Content;
import faas.runtime.response.Header;
import faas.runtime.response.Problem;
import faas.runtime.response.ProblemText;
import faas.runtime.response.Reply;
import faas.runtime.response.ServerResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.xnio.IoUtils;

/** Writes replies to connections. It never blocks: Undertow sends the rest when the client reads. */
final class ReplyWriter {

    private static final HttpString CALL_ID = HttpString.tryFromString(CallIds.HEADER);
    private static final HttpString DURATION = HttpString.tryFromString("X-Duration-Seconds");
    private static final HttpString CONTENT_TYPE_OPTIONS = HttpString.tryFromString("X-Content-Type-Options");
    private static final HttpString ALLOW_ORIGIN = HttpString.tryFromString("Access-Control-Allow-Origin");
    private static final HttpString EXPOSE_HEADERS = HttpString.tryFromString("Access-Control-Expose-Headers");

    private final AtomicReference<Phase> phase;
    private final DateField date;
    private final Optional<String> corsOrigin;

    ReplyWriter(AtomicReference<Phase> phase, DateField date, Optional<String> corsOrigin) {
        this.phase = phase;
        this.date = date;
        this.corsOrigin = corsOrigin;
    }

    /** Writes a complete reply. For streams see {@link #begin}. */
    void write(HttpServerExchange exchange, CallStart start, Reply reply) {
        ServerResponse response = begin(exchange, start, reply);
        if (response.content() instanceof Content.Bytes(var bytes)
                && !response.mediaType().isEmpty()) {
            exchange.getResponseSender().send(bytes);
        } else {
            exchange.endExchange();
        }
    }

    /** Sets status and header. Nothing is sent yet. */
    ServerResponse begin(HttpServerExchange exchange, CallStart start, Reply reply) {
        ServerResponse response = reply instanceof Problem problem
                ? problemResponse(exchange, start.callId(), problem)
                : (ServerResponse) reply;
        var headers = exchange.getResponseHeaders();
        headers.put(CALL_ID, start.callId());
        headers.put(DURATION, seconds(System.nanoTime() - start.startNanos()));
        if (corsOrigin.isPresent()) {
            headers.put(ALLOW_ORIGIN, corsOrigin.get());
            headers.put(EXPOSE_HEADERS, "X-Call-Id, X-Duration-Seconds");
        }
        begin(exchange, response);
        return response;
    }

    /** For probes, which have no call id. */
    void send(HttpServerExchange exchange, ServerResponse response) {
        begin(exchange, response);
        if (response.content() instanceof Content.Bytes(var bytes)) {
            exchange.getResponseSender().send(bytes);
        }
    }

    private void begin(HttpServerExchange exchange, ServerResponse response) {
        if (phase.get() != Phase.SERVING) {
            exchange.setPersistent(false);
        }
        if (!exchange.isHttp11() && exchange.isPersistent()) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, "keep-alive");
        }
        if (!exchange.isRequestComplete()) {
            scheduleCutOff(exchange);
        }
        exchange.setStatusCode(response.status());
        var headers = exchange.getResponseHeaders();
        headers.put(Headers.DATE, date.now());
        headers.put(CONTENT_TYPE_OPTIONS, "nosniff");
        if (!response.mediaType().isEmpty()) {
            headers.put(Headers.CONTENT_TYPE, response.mediaType());
        }
        for (Header header : response.headers()) {
            headers.add(HttpString.tryFromString(header.name()), header.value());
        }
    }

    /**
     * Closes the connection if the rest of the request takes too long: Undertow reads it before it ends the exchange.
     */
    private static void scheduleCutOff(HttpServerExchange exchange) {
        var cutOff = exchange.getIoThread()
                .executeAfter(
                        () -> IoUtils.safeClose(exchange.getConnection()),
                        ServerLimits.REST_MILLIS,
                        TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((ended, next) -> {
            cutOff.remove();
            next.proceed();
        });
    }

    private static ServerResponse problemResponse(HttpServerExchange exchange, String callId, Problem problem) {
        problem.retryAfterSeconds()
                .ifPresent(seconds -> exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds));
        return Accept.asksForText(accept(exchange))
                ? ProblemText.plain(problem, callId)
                : ProblemText.json(problem, callId);
    }

    private static String accept(HttpServerExchange exchange) {
        var values = exchange.getRequestHeaders().get(Headers.ACCEPT);
        return values == null ? "" : String.join(",", values);
    }

    private static String seconds(long nanos) {
        long micros = nanos / 1_000;
        return micros / 1_000_000 + "."
                + Long.toString(1_000_000 + micros % 1_000_000).substring(1);
    }
}
