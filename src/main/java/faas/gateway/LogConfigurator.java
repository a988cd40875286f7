package faas.gateway;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import faas.gateway.log.JsonEncoder;
import java.util.Set;

/**
 * Configures the log. Logback instantiates it by {@code META-INF/services}.
 *
 * <p>It takes the place of a file in XML, whose parser and reflection would take part of every start.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    /** The settings that it reads, as system properties: the environment is not their only source. */
    static final Set<String> SETTINGS = Set.of("FAAS_LOG_LEVEL", "FAAS_LOG_FORMAT");

    /** Lines that wait for a slow reader of stdout. A full queue makes the writer wait, so no line is lost. */
    private static final int QUEUED_LINES = 8192;

    /** The configuration of tests takes precedence, as it does over logback's own files. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (getClass().getResource("/logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(queue(context, stdout(context)));
        context.getLogger("faas").setLevel(Level.toLevel(System.getProperty("FAAS_LOG_LEVEL"), Level.INFO));
        // A response that is not HTTP is reported by the gateway itself: broken_answer.
        context.getLogger("io.undertow.client").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> stdout(LoggerContext context) {
        Encoder<ILoggingEvent> encoder = isJson() ? new JsonEncoder() : text(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %msg%n%ex");
        return encoder;
    }

    private static boolean isJson() {
        return "json".equals(System.getProperty("FAAS_LOG_FORMAT"));
    }

    private static AsyncAppender queue(LoggerContext context, ConsoleAppender<ILoggingEvent> stdout) {
        AsyncAppender appender = new AsyncAppender();
        appender.setContext(context);
        appender.setQueueSize(QUEUED_LINES);
        appender.setDiscardingThreshold(0);
        appender.addAppender(stdout);
        appender.start();
        return appender;
    }
}
