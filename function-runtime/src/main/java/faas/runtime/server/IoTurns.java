package faas.runtime.server;

import faas.runtime.log.Log;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.XnioIoThread;

/** The turns of all IO threads. Thread-safe. */
final class IoTurns {

    private final FunctionThreads threads;
    private final Log log;
    private final Map<XnioIoThread, IoTurn> turns = new ConcurrentHashMap<>();

    IoTurns(FunctionThreads threads, Log log) {
        this.threads = threads;
        this.log = log;
    }

    IoTurn of(HttpServerExchange exchange) {
        return turns.computeIfAbsent(exchange.getIoThread(), thread -> new IoTurn(thread, threads, log));
    }
}
