package faas.runtime.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Undertow's own loggers. */
public final class ServerLoggers {

    /** Held here because the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> LOGGERS = Stream.of("io.undertow", "org.xnio", "org.jboss")
            .map(Logger::getLogger)
            .toList();

    private ServerLoggers() {}

    /** Keeps them from announcing their versions and from telling of each connection that broke. */
    public static void quieten() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
