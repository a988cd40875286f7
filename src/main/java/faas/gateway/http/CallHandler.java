package faas.gateway.http;

import faas.gateway.proxy.Call;
import faas.gateway.proxy.Problem;
import faas.gateway.proxy.Proxy;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Opens a call for each request: an id, the function its path names, a line in the log when it is over. */
final class CallHandler implements HttpHandler {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final Proxy proxy;
    private final CallIds ids;
    private final AccessLog log;
    private final Reception reception;
    private final CallsInFlight inFlight;
    private final BooleanSupplier leaving;
    private final LongSupplier nanoTime;

    CallHandler(
            Proxy proxy,
            CallIds ids,
            AccessLog log,
            Reception reception,
            CallsInFlight inFlight,
            LongSupplier nanoTime) {
        this.proxy = proxy;
        this.ids = ids;
        this.log = log;
        this.reception = reception;
        this.inFlight = inFlight;
        this.leaving = inFlight::leaving;
        this.nanoTime = nanoTime;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        FunctionPath path = FunctionPath.of(exchange.getRequestURI());
        String query = exchange.getQueryString();
        Call call = new Call(
                exchange,
                ids.keepOrMake(exchange.getRequestHeaders().getFirst(Call.ID_FIELD)),
                path.name(),
                query.isEmpty() ? path.rest() : path.rest() + '?' + query,
                nanoTime.getAsLong(),
                leaving);
        inFlight.began();
        Unserved.serving(exchange, true);
        Http2Connection.whenReset(exchange, call);
        exchange.addExchangeCompleteListener((over, next) -> {
            Unserved.serving(over, false);
            call.whenOver(() -> {
                inFlight.ended();
                log.over(call);
            });
            next.proceed();
        });
        if (inFlight.closed()) {
            exchange.setPersistent(false);
            proxy.refuse(call, new Problem.Draining());
            return;
        }
        Problem mistake = reception.mistake(exchange, path);
        if (mistake != null) {
            proxy.refuse(call, mistake);
            return;
        }
        if (exchange.getRequestURI().equals("*")) {
            call.answering();
            tellOptions(exchange);
            return;
        }
        goOnListening(exchange);
        proxy.serve(call);
    }

    /** {@code OPTIONS *} asks for no function but the server (RFC 9110 §9.3.7), which is the gateway. */
    private static void tellOptions(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.NO_CONTENT);
        exchange.getResponseHeaders().put(Headers.ALLOW, METHODS);
        exchange.endExchange();
    }

    /**
     * Undertow stops listening to a caller for as long as a request of his is served, which costs two system calls each
     * time. Going on is for nothing, since it stops by itself should something come meanwhile.
     */
    private static void goOnListening(HttpServerExchange exchange) {
        if (exchange.isRequestComplete()
                && exchange.getConnection() instanceof HttpServerConnection connection
                && connection.getSslSession() == null) {
            connection.getOriginalSourceConduit().resumeReads();
        }
    }
}
