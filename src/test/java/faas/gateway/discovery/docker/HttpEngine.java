package faas.gateway.discovery.docker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import faas.gateway.Await;
import faas.gateway.discovery.RunningDiscovery;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.TaskSample;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fake Engine over TCP: WireMock, which starts with a Swarm of one gateway. */
public final class HttpEngine implements BeforeEachCallback, AfterEachCallback {
    /** Longer than any test lasts. */
    private static final int FOREVER_MILLIS = 600_000;

    private WireMockServer server = serverOn(0);
    private String prefix = "";
    private int port;

    @Override
    public void beforeEach(ExtensionContext context) {
        server.start();
        port = server.port();
        json("/nodes", "[]");
        services();
        tasks();
        noEvents();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        requests().forEach(request -> DockerRights.check(request.getMethod().getName(), request.getUrl()));
        server.stop();
    }

    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + port);
    }

    /** From now on serves paths under a prefix only, such as {@code /v1.41}. */
    public void serveOnlyUnder(String otherPrefix) {
        server.resetMappings();
        prefix = otherPrefix;
        json("/nodes", "[]");
        noEvents();
    }

    public void services(ServiceSample... services) {
        json("/services", Stream.of(services).map(ServiceSample::json).collect(Collectors.joining(",", "[", "]")));
    }

    /** Sets the tasks, in addition to the gateway's own. */
    public void tasks(TaskSample... tasks) {
        onlyTasks(RunningDiscovery.withOwnTask(tasks));
    }

    /** Sets all tasks; the gateway is not one of them. */
    public void onlyTasks(TaskSample... tasks) {
        json("/tasks", Stream.of(tasks).map(TaskSample::json).collect(Collectors.joining(",", "[", "]")));
    }

    public void json(String path, String body) {
        answer(path, okJson(body));
    }

    public void answer(String path, ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathEqualTo(prefix + path)).willReturn(answer));
    }

    /** Stops listening. */
    public void stop() {
        server.stop();
    }

    /** Listens on the same port again, with the same responses. */
    public void restart() {
        WireMockServer again = serverOn(port);
        again.start();
        // the newest comes first and takes precedence
        server.getStubMappings().reversed().forEach(again::addStubMapping);
        server = again;
    }

    /** An open stream without events. */
    private void noEvents() {
        answer("/events", aResponse().withBody("  ").withChunkedDribbleDelay(2, FOREVER_MILLIS));
    }

    public List<LoggedRequest> requests() {
        return server.findAll(anyRequestedFor(anyUrl()));
    }

    public int requests(String path) {
        return server.countRequestsMatching(
                        getRequestedFor(urlEqualTo(prefix + path)).build())
                .getCount();
    }

    private static WireMockServer serverOn(int port) {
        return new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .jettyAcceptors(1));
    }

    /** Waits for this many more requests for the path. */
    public void awaitMore(int count, String path) {
        int before = requests(path);
        Await.until("requests of " + path, Duration.ofSeconds(20), () -> requests(path), now -> now >= before + count);
    }
}
