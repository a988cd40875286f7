package faas.gateway.proxy;

import io.undertow.server.HttpServerExchange;

/** The part of a request's body that comes after its answer; the caller is cut off if it takes too long over it. */
final class RestOfUpload extends Watched {
    private final HttpServerExchange exchange;
    private final UpstreamConnections connections;

    RestOfUpload(HttpServerExchange exchange, UpstreamConnections connections) {
        this.exchange = exchange;
        this.connections = connections;
    }

    void watch() {
        Lane lane = connections.lane(exchange.getIoThread());
        deadlineNanos(connections.nowNanos() + connections.timeoutNanos());
        lane.watch(this);
        exchange.addExchangeCompleteListener((over, next) -> {
            lane.unwatch(this);
            next.proceed();
        });
    }

    @Override
    void deadlinePassed() {
        Proxy.breakOff(exchange);
    }
}
