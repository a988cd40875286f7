package faas.gateway.http.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessLogJsonTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @RegisterExtension
    final GatewayFixture json = new GatewayFixture("FAAS_LOG_FORMAT", "json");

    @RegisterExtension
    final GatewayFixture text = new GatewayFixture();

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @Test
    void a_line_has_the_fields_of_the_text_format_and_numbers_as_numbers() {
        task.stubFor(any(anyUrl()).willReturn(ok("hello")));
        for (GatewayFixture gateway : new GatewayFixture[] {json, text}) {
            gateway.deploy("f", task.getPort());
            gateway.get("/f/a?b=1", "X-Call-Id", "id1", "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
        }

        JsonObject line = line();

        assertEquals(withoutFault(namesOfTextLine()), withoutFault(line.keySet()));
        assertEquals("id1", line.get("call").getAsString());
        assertEquals("/f/a", line.get("path").getAsString());
        assertEquals(TRACE, line.get("trace.id").getAsString());
        for (String number : Set.of("status", "bytes", "ms", "attempts", "held")) {
            assertTrue(line.getAsJsonPrimitive(number).isNumber(), number);
        }
        assertEquals(200, line.get("status").getAsInt());
        assertEquals(5, line.get("bytes").getAsInt());
    }

    @Test
    void what_has_no_value_is_left_out() {
        json.get("/unknown");

        JsonObject line = line();

        assertEquals("unknown_function", line.get("fault").getAsString());
        for (String absent : Set.of("function", "task", "trace.id")) {
            assertFalse(line.has(absent), absent);
        }
    }

    /** The log is one for both gateways. */
    private JsonObject line() {
        String members = json.awaitAccessLog(line -> line.startsWith("\"call\":")).stream()
                .filter(line -> line.startsWith("\"call\":"))
                .findFirst()
                .orElseThrow();
        return JsonParser.parseString("{" + members).getAsJsonObject();
    }

    private Set<String> namesOfTextLine() {
        String fields = text.awaitAccessLog(line -> line.startsWith("call=")).stream()
                .filter(line -> line.startsWith("call="))
                .findFirst()
                .orElseThrow();
        return Stream.of(fields.split(" "))
                .map(field -> field.substring(0, field.indexOf('=')))
                .map(name -> name.equals("trace") ? "trace.id" : name)
                .collect(Collectors.toSet());
    }

    /** A call without a fault has none in JSON. */
    private static Set<String> withoutFault(Set<String> names) {
        return names.stream().filter(name -> !name.equals("fault")).collect(Collectors.toSet());
    }
}
