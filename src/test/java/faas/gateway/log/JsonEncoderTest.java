package faas.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonEncoderTest {
    private final JsonEncoder encoder = new JsonEncoder();

    @Test
    void a_line_as_json_has_the_names_of_the_elastic_common_schema_and_stays_one_line() {
        String line = encoded("said \"no\"\n\\ \u2028 é", null);

        assertEquals(1, line.lines().count(), line);
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        assertEquals(Set.of("@timestamp", "log.level", "log.logger", "message"), json.keySet());
        assertEquals("2026-02-03T04:05:06.789Z", json.get("@timestamp").getAsString());
        assertEquals("WARN", json.get("log.level").getAsString());
        assertEquals("Gateway", json.get("log.logger").getAsString());
        assertEquals("said \"no\"\n\\ \u2028 é", json.get("message").getAsString());
    }

    @Test
    void an_exception_is_a_member_of_its_own() {
        String line = encoded("failed", new IllegalStateException("why"));

        String trace = JsonParser.parseString(line)
                .getAsJsonObject()
                .get("error.stack_trace")
                .getAsString();
        assertTrue(trace.startsWith("java.lang.IllegalStateException: why"), trace);
    }

    private String encoded(String message, @org.jspecify.annotations.Nullable Throwable thrown) {
        LoggerContext context = new LoggerContext();
        encoder.setContext(context);
        encoder.start();
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("faas.gateway.Gateway"), Level.WARN, message, thrown, null);
        event.setInstant(Instant.parse("2026-02-03T04:05:06.789Z"));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
