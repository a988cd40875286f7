package faas.gateway.trace;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import faas.gateway.Await;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A collector that takes traces by OTLP over HTTP in JSON. It reads them with OpenTelemetry's own message classes, which refuse
 * unknown names and wrong types.
 */
public final class OtlpReceiver implements BeforeEachCallback, AfterEachCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpServer server;
    private final Queue<ExportTraceServiceRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> statuses = new ArrayDeque<>();

    public OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The statuses of the next answers; afterwards it is 200. */
    public void answerFirst(Integer... first) {
        synchronized (statuses) {
            statuses.addAll(List.of(first));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.stop(0);
        if (!troubles.isEmpty()) {
            throw new AssertionError(troubles.toString());
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type");
        if (!request.equals("POST /v1/traces application/json")) {
            troubles.add(request);
        }
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        int status;
        synchronized (statuses) {
            status = statuses.isEmpty() ? 200 : statuses.remove();
        }
        if (status == 200) {
            try {
                ExportTraceServiceRequest.Builder message = ExportTraceServiceRequest.newBuilder();
                JsonFormat.parser().merge(body, message);
                requests.add(message.build());
            } catch (InvalidProtocolBufferException e) {
                troubles.add(e.getMessage() + " in " + body);
            }
        }
        byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** The spans, once there are that many, in the order in which they ended. */
    public List<Span> spans(int count) {
        return Await.until(count + " spans", TIMEOUT, this::received, spans -> spans.size() >= count);
    }

    private List<Span> received() {
        return requests.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** The values of the attributes of the resource. */
    public List<String> resource() {
        return requests.element().getResourceSpans(0).getResource().getAttributesList().stream()
                .map(attribute ->
                        attribute.getKey() + "=" + attribute.getValue().getStringValue())
                .sorted()
                .toList();
    }

    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /** An id as OTLP writes it in JSON, where it is hexadecimal and not, as elsewhere in JSON of protocol buffers, in Base64. */
    public static String id(com.google.protobuf.ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** An attribute as text; empty if there is none. */
    public static String attribute(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }
}
