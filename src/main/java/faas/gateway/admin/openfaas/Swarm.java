package faas.gateway.admin.openfaas;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.LogLine;
import faas.gateway.function.LogQuery;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API shows of the Swarm. */
public interface Swarm {
    /** All functions, ordered by name. */
    List<DeployedFunction> functions();

    Optional<DeployedFunction> function(String name);

    /** How the services were deployed, by their ids. */
    Map<String, ServiceSpec> specs();

    /** How many calls of a function have completed. */
    long calls(String function);

    /** How many calls its tasks have in flight. */
    int inFlight(String function);

    /** Reads the log of a service until it ends or the calling thread is interrupted. */
    void readLog(String serviceId, LogQuery query, LineReader lines) throws IOException, InterruptedException;

    /** What the tasks of a function use, as far as it is known; takes seconds. */
    Optional<Usage> usage(DeployedFunction function) throws InterruptedException;

    /** Takes the lines of a log. */
    @FunctionalInterface
    interface LineReader {
        void line(LogLine line) throws IOException, InterruptedException;
    }
}
