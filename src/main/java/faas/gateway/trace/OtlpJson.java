package faas.gateway.trace;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Spans as a request of OTLP over HTTP in JSON (opentelemetry.io/docs/specs/otlp): ids in hexadecimal, 64-bit numbers as text. */
final class OtlpJson {
    private static final int STATUS_ERROR = 2;

    private final String service;
    private final String version;

    /** @param service the value of {@code service.name} */
    OtlpJson(String service, String version) {
        this.service = service;
        this.version = version;
    }

    byte[] request(List<Span> spans) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("resourceSpans").beginArray().beginObject();
            json.name("resource").beginObject();
            attributes(json, Map.of("service.name", service, "service.version", version));
            json.endObject();
            json.name("scopeSpans").beginArray().beginObject();
            json.name("scope").beginObject().name("name").value("faas.gateway").endObject();
            json.name("spans").beginArray();
            for (Span span : spans) {
                write(json, span);
            }
            json.endArray();
            json.endObject().endArray();
            json.endObject().endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonWriter json, Span span) throws IOException {
        json.beginObject();
        json.name("traceId").value(span.traceId());
        json.name("spanId").value(span.spanId());
        if (!span.parentId().isEmpty()) {
            json.name("parentSpanId").value(span.parentId());
        }
        json.name("name").value(span.name());
        json.name("kind").value(span.kind().number());
        json.name("startTimeUnixNano").value(Long.toString(span.startNanos()));
        json.name("endTimeUnixNano").value(Long.toString(span.endNanos()));
        attributes(json, span.attributes());
        if (!span.fault().isEmpty()) {
            json.name("status").beginObject();
            json.name("code").value(STATUS_ERROR).name("message").value(span.fault());
            json.endObject();
        }
        json.endObject();
    }

    private static void attributes(JsonWriter json, Map<String, Object> attributes) throws IOException {
        json.name("attributes").beginArray();
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            json.beginObject().name("key").value(attribute.getKey());
            json.name("value").beginObject();
            boolean number = attribute.getValue() instanceof Long;
            json.name(number ? "intValue" : "stringValue")
                    .value(attribute.getValue().toString());
            json.endObject().endObject();
        }
        json.endArray();
    }
}
