package faas.runtime.server;

import faas.runtime.log.CallLogEntry;
import faas.runtime.log.Log;
import io.undertow.server.HttpServerExchange;

/** Assigns call ids, and writes a log line and metrics for each completed call. */
record CallRecorder(CallIds callIds, InFlight inFlight, CallMetrics metrics, Log log, IoTurns turns) {

    CallStart start(HttpServerExchange exchange) {
        var start = new CallStart(
                callIds.keepOrCreate(exchange.getRequestHeaders().getFirst(CallIds.HEADER)), System.nanoTime());
        exchange.addExchangeCompleteListener((ended, next) -> {
            try {
                completed(ended, start);
            } finally {
                next.proceed();
            }
        });
        return start;
    }

    private void completed(HttpServerExchange exchange, CallStart start) {
        long tookNanos = System.nanoTime() - start.startNanos();
        metrics.record(exchange.getStatusCode(), tookNanos);
        log.call(new CallLogEntry(
                start.callId(),
                exchange.getRequestMethod().toString(),
                exchange.getRequestPath(),
                exchange.getStatusCode(),
                exchange.getResponseBytesSent(),
                tookNanos,
                inFlight.taken()));
        turns.of(exchange).request();
    }
}
