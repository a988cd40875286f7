package faas.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** A log line as a JSON object whose names are those of the Elastic Common Schema. Times are in UTC. */
public final class JsonEncoder extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256).append("{\"@timestamp\":");
        JsonText.append(line, event.getInstant().toString());
        JsonText.append(line.append(",\"log.level\":"), event.getLevel().toString());
        String logger = event.getLoggerName();
        JsonText.append(line.append(",\"log.logger\":"), logger.substring(logger.lastIndexOf('.') + 1));
        JsonText.append(line.append(",\"message\":"), event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            JsonText.append(line.append(",\"error.stack_trace\":"), ThrowableProxyUtil.asString(thrown));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
