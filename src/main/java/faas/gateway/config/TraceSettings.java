package faas.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the traces of calls go, under the names that OpenTelemetry's programs share.
 *
 * @param endpoint the base of the collector's addresses, such as {@code http://collector:4318}
 * @param headers further fields of each request, by name; secret
 * @param service the value of {@code service.name}
 * @param share of the traces that begin at the gateway which is recorded, 0–1
 */
public record TraceSettings(URI endpoint, Map<String, String> headers, String service, double share) {
    private static final String ALWAYS = "parentbased_always_on";
    private static final String RATIO = "parentbased_traceidratio";

    public TraceSettings {
        headers = Map.copyOf(headers);
    }

    /** Empty without an endpoint; the other settings are checked nevertheless. */
    static Optional<TraceSettings> read(ConfigReader reader) {
        Optional<URI> endpoint = endpoint(reader, "OTEL_EXPORTER_OTLP_ENDPOINT");
        Map<String, String> headers = headers(reader, "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS_FILE");
        String service = reader.text("OTEL_SERVICE_NAME", "faas-gateway");
        String sampler = reader.word("OTEL_TRACES_SAMPLER", ALWAYS, List.of(ALWAYS, RATIO));
        double share = share(reader, "OTEL_TRACES_SAMPLER_ARG");
        return endpoint.map(uri -> new TraceSettings(uri, headers, service, sampler.equals(RATIO) ? share : 1));
    }

    private static Optional<URI> endpoint(ConfigReader reader, String name) {
        String text = reader.text(name, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            if (List.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Reported below, like every other unusable address.
        }
        reader.invalid(name, text, "an address such as http://collector:4318");
        return Optional.empty();
    }

    private static Map<String, String> headers(ConfigReader reader, String name, String fileName) {
        Map<String, String> headers = new HashMap<>();
        String text = reader.secret(name, fileName);
        for (String pair : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            int equals = pair.indexOf('=');
            String field = equals < 0 ? "" : pair.substring(0, equals).strip();
            String value = value(pair.substring(equals + 1).strip());
            if (!field.matches("[A-Za-z0-9-]+") || value.isEmpty()) {
                // The value is a secret, so it is not repeated.
                reader.invalid(name, "***", "fields such as Authorization=Bearer%20abc, separated by commas");
                return Map.of();
            }
            headers.put(field, value);
        }
        return headers;
    }

    /** A percent-encoded value; empty if it is malformed. */
    private static String value(String encoded) {
        try {
            String value = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return value.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? value : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static double share(ConfigReader reader, String name) {
        String text = reader.text(name, "1");
        if (text.matches("[01]|[01]?\\.\\d{1,9}") && Double.parseDouble(text) <= 1) {
            return Double.parseDouble(text);
        }
        reader.invalid(name, text, "a number from 0 to 1, such as 0.05");
        return 1;
    }
}
