package faas.gateway.discovery.docker;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import faas.gateway.discovery.RunningDiscovery;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.TaskSample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A fake Engine behind TLS, with one function, that requires a client certificate. */
final class TlsEngine implements AutoCloseable {
    private static final Map<String, String> ANSWERS = Map.of(
            "/services", "[" + ServiceSample.of("addition").json() + "]",
            "/tasks", "[" + TaskSample.ofGateway(RunningDiscovery.CONTAINER).json() + "]",
            "/nodes", "[]");

    private final HttpsServer server;

    TlsEngine(SSLContext context) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = ANSWERS.getOrDefault(exchange.getRequestURI().getPath(), "")
                        .getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
