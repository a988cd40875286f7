package faas.gateway.discovery;

import faas.gateway.function.LogLine;
import java.io.IOException;

/** Takes the lines of a log, as fast as it can. */
@FunctionalInterface
public interface LogReader {
    void line(LogLine line) throws IOException, InterruptedException;
}
