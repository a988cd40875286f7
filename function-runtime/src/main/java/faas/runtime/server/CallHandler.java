package faas.runtime.server;

import faas.runtime.answer.Problem;
import faas.runtime.answer.Reply;
import faas.runtime.log.Log;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A call of the function: let in or refused on the IO thread, run on a thread of its own, logged when its answer is out. */
final class CallHandler implements HttpHandler {

    private final Endpoint endpoint;
    private final Executor threads;
    private final InFlight inFlight;
    private final CallIds callIds;
    private final ReplyWriter writer;
    private final Log log;

    CallHandler(Endpoint endpoint, Executor threads, InFlight inFlight, CallIds callIds, ReplyWriter writer, Log log) {
        this.endpoint = endpoint;
        this.threads = threads;
        this.inFlight = inFlight;
        this.callIds = callIds;
        this.writer = writer;
        this.log = log;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String callId = callIds.keepOrMake(exchange.getRequestHeaders().getFirst(CallIds.HEADER));
        logWhenOver(exchange, callId);
        Optional<Problem> refusal = refusal(exchange);
        if (refusal.isPresent()) {
            writer.write(exchange, callId, refusal.get());
            return;
        }
        if (!inFlight.takeSlot()) {
            writer.write(exchange, callId, Problem.tooManyCalls(inFlight.slots()));
            return;
        }
        // Handed over only once this method has returned: until then the exchange belongs to the IO thread.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> handOver(exchange, callId));
    }

    private void logWhenOver(HttpServerExchange exchange, String callId) {
        long startNanos = System.nanoTime();
        exchange.addExchangeCompleteListener((ended, next) -> {
            try {
                log.call(
                        callId,
                        ended.getRequestMethod().toString(),
                        ended.getRequestPath(),
                        ended.getStatusCode(),
                        Duration.ofNanos(System.nanoTime() - startNanos));
            } finally {
                next.proceed();
            }
        });
    }

    private static Optional<Problem> refusal(HttpServerExchange exchange) {
        // First, because Undertow reads a body of any other answer to its end, and prints a trace where it gives up.
        if (exchange.getRequestContentLength() > ServerLimits.MAX_BODY_BYTES
                || exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            exchange.setPersistent(false);
            return Optional.of(Problem.bodyTooLarge(ServerLimits.MAX_BODY_BYTES));
        }
        if (!exchange.getRequestPath().equals("/")) {
            return Optional.of(Problem.noSuchPath());
        }
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            return Optional.of(Problem.methodNotAllowed("GET or HEAD"));
        }
        return Optional.empty();
    }

    private void handOver(HttpServerExchange exchange, String callId) {
        try {
            threads.execute(() -> run(exchange, callId));
        } catch (RejectedExecutionException ending) {
            inFlight.freeSlot();
            writer.write(exchange, callId, Problem.stopped());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // an exchange that nobody ends would hold its connection for ever
    private void run(HttpServerExchange exchange, String callId) {
        Reply reply;
        try {
            reply = endpoint.answer(new Request(callId, exchange.getQueryString()));
        } catch (Throwable bug) {
            log.failure(callId, bug);
            reply = Problem.failed();
        } finally {
            // An interrupt that the function left behind would close the connection at the first write.
            Thread.interrupted();
            inFlight.freeSlot();
        }
        writer.write(exchange, callId, reply);
    }
}
