package faas.runtime.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The loggers of Undertow. */
public final class ServerLoggers {

    /** Referenced here because the JDK discards the level of an unreferenced logger. */
    private static final List<Logger> LOGGERS = Stream.of("io.undertow", "org.xnio", "org.jboss")
            .map(Logger::getLogger)
            .toList();

    private ServerLoggers() {}

    /** Suppresses their start-up lines and their reports of broken connections. */
    public static void quieten() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
