package faas.gateway;

import faas.gateway.discovery.LogReader;
import faas.gateway.function.LogQuery;
import java.io.IOException;

/** Writes the log of a service, as a test wants it. */
@FunctionalInterface
public interface LogSource {
    void read(String serviceId, LogQuery query, LogReader lines) throws IOException, InterruptedException;
}
