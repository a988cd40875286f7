package faas.gateway.http.reply;

import faas.gateway.log.LogLines;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Problem;
import faas.gateway.trace.Tracing;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Logs each completed call, counts it in the metrics, ends its span, and shows it to an observer, from the same record. */
public final class AccessLog {
    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;
    private final Tracing tracing;
    private final ObjLongConsumer<Call> observer;
    private final @Nullable LogLines lines;
    private final boolean json;

    /**
     * @param observer gets each completed call with its nanoseconds, on its IO thread, and must return at once
     * @param lines where lines are written; empty if calls are not logged
     * @param json whether lines are JSON: the members of an object, without its beginning
     */
    public AccessLog(
            GatewayMetrics metrics,
            LongSupplier nanoTime,
            Tracing tracing,
            ObjLongConsumer<Call> observer,
            Optional<LogLines> lines,
            boolean json) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.tracing = tracing;
        this.observer = observer;
        this.lines = lines.orElse(null);
        this.json = json;
    }

    /** A call begins. */
    public void begun(Call call) {
        call.trace(tracing.begin(call.request().fields()));
    }

    /** A call has ended. */
    public void completed(Call call) {
        long nanos = nanoTime.getAsLong() - call.startedNanos();
        // Clients can invent any number of names. Only those of functions become label values.
        metrics.call(
                call.progress().isRouted() ? call.function() : GatewayMetrics.NO_FUNCTION,
                call.status(),
                call.ending().fault(),
                nanos);
        if (lines != null) {
            StringBuilder line = call.request().loop().emptyText();
            if (json) {
                AccessLogJson.append(line, call, nanos);
            } else {
                AccessLogText.append(line, call, nanos);
            }
            lines.add(line);
        }
        CallSpan.end(call);
        observer.accept(call, nanos);
    }

    /** A connection ended because its bytes could not be parsed. */
    public void connectionFailed(String callId, Problem problem) {
        metrics.call(GatewayMetrics.NO_FUNCTION, problem.status(), problem.code(), 0);
        if (lines != null) {
            StringBuilder line = new StringBuilder();
            if (json) {
                AccessLogJson.append(line, callId, problem);
            } else {
                AccessLogText.append(line, callId, problem);
            }
            lines.add(line);
        }
    }
}
