package faas.runtime.server;

import faas.runtime.log.CallLine;
import faas.runtime.log.Log;
import io.undertow.server.HttpServerExchange;

/** What is kept of calls: their ids, how many there are, and a line and a measurement of each when its response is out. */
record Accounts(CallIds callIds, InFlight inFlight, CallMetrics metrics, Log log) {

    Arrival arrival(HttpServerExchange exchange) {
        var arrival = new Arrival(
                callIds.keepOrMake(exchange.getRequestHeaders().getFirst(CallIds.HEADER)), System.nanoTime());
        exchange.addExchangeCompleteListener((ended, next) -> {
            try {
                over(ended, arrival);
            } finally {
                next.proceed();
            }
        });
        return arrival;
    }

    private void over(HttpServerExchange exchange, Arrival arrival) {
        long tookNanos = System.nanoTime() - arrival.startNanos();
        metrics.over(exchange.getStatusCode(), tookNanos);
        log.call(new CallLine(
                arrival.callId(),
                exchange.getRequestMethod().toString(),
                exchange.getRequestPath(),
                exchange.getStatusCode(),
                exchange.getResponseBytesSent(),
                tookNanos,
                inFlight.taken()));
    }
}
