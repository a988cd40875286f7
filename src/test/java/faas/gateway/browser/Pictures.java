package faas.gateway.browser;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.Rollout;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of the page for {@code docs/pictures}; run by {@code make pictures}. */
class Pictures {
    private static final Path FOLDER = Path.of(System.getProperty("pictures", "docs/pictures"));
    private static final int SLOTS = 60;

    @TempDir
    static Path folder;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
                    "FAAS_UI_LISTEN", "127.0.0.1:0", "FAAS_UI_NAME", "faas_gateway.1 on node-a")
            .withLogin(folder);

    private final SampleSwarm swarm = new SampleSwarm(gateway);
    private volatile boolean isTroubled;

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // A missing rate would be seen.
    void of_every_view() {
        try (Chromium chromium = Chromium.start();
                Tab tab = chromium.tab();
                ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor()) {
            clients.scheduleAtFixedRate(this::callsOfNow, 100, 100, TimeUnit.MILLISECONDS);
            tab.login("admin", "secret");
            calm();
            picture(tab, "calm-light", "#/", 1280, false);
            trouble();
            picture(tab, "overview-light", "#/", 1280, false);
            picture(tab, "overview-dark", "#/", 1280, true);
            picture(tab, "overview-narrow", "#/", 360, false);
            picture(tab, "function-light", "#/f/addition", 1280, false);
            picture(tab, "function-dark", "#/f/thumbnail", 1280, true);
            picture(tab, "rollout-light", "#/f/factorial", 1280, false);
            picture(tab, "function-narrow", "#/f/addition", 360, false);
            picture(tab, "gateway-light", "#/gateway", 1280, false);
            gateway.discoverySays(new DiscoveryStatus(
                    Optional.of(Duration.ofSeconds(41)),
                    Optional.of("no answer from unix:///var/run/docker.sock within 2 s")));
            picture(tab, "docker-silent-light", "#/", 1280, false);
            gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ZERO), Optional.empty()));
            IntStream.range(0, 500).forEach(i -> swarm.running("worker-" + i, 1 + i % 20));
            tried(tab);
            picture(tab, "large-light", "#/", 1280, false);
            gateway.stop();
            tab.await("document.body.dataset.silence === 'lost'");
            tab.picture(FOLDER.resolve("gateway-lost-light.png"), 1280);
            assertEquals(List.of(), tab.complaints());
            clients.shutdownNow();
        }
    }

    private void tried(Tab tab) {
        task.stubFor(get("/_/info").willReturn(okJson("""
                {"name": "addition", "result": "double", "parameters": [
                  {"name": "a", "type": "double", "required": true},
                  {"name": "b", "type": "double", "required": true},
                  {"name": "rounding", "type": "Rounding", "required": false, "values": ["UP", "DOWN"], "default": "UP"}]}""")));
        task.stubFor(get("/?a=1&b=2").willReturn(okJson("3.0")));
        task.stubFor(get("/?a=2&b=3").willReturn(okJson("5.0")));
        task.stubFor(get("/?a=2&b=x").willReturn(status(400)));
        gateway.deploy("addition", task.getPort());
        tab.dark(false);
        tab.size(1280, 600);
        tab.open("http://127.0.0.1:" + gateway.uiPort() + "/ui/#/f/addition/try");
        tab.await("document.getElementById('try-b') !== null");
        tab.eval(
                "document.getElementById('try-a').value = '1'; document.getElementById('try-b').value = '2';"
                        + "document.querySelector('.try').dispatchEvent(new Event('input')); document.querySelector('.primary').click()");
        tab.await("document.querySelector('.record-of-call') !== null");
        tab.picture(FOLDER.resolve("try-light.png"), 1280);
        tab.open("http://127.0.0.1:" + gateway.uiPort() + "/ui/#/f/addition");
        tab.await("document.querySelector('[aria-label=\"Recent calls\"]').childElementCount > 0");
        List.of("a=1&b=2", "a=2&b=x", "a=2&b=3").forEach(query -> gateway.get("/addition?" + query));
        tab.await("document.querySelectorAll('[aria-label=\"Recent calls\"] tbody tr').length > 2");
        tab.picture(FOLDER.resolve("calls-light.png"), 1280);
    }

    private void calm() {
        swarm.running("addition", 2);
        swarm.running("factorial", 1);
        swarm.asleep("md2html");
        pass(() -> {
            swarm.calls("addition", swarm.around(380), 0.8, 0);
            swarm.calls("factorial", swarm.around(25), 6, 0);
        });
    }

    private void trouble() {
        isTroubled = true;
        swarm.function(
                "factorial",
                3,
                3,
                SampleSwarm.updating(96),
                List.of(),
                List.of(
                        SampleSwarm.task(2, "preparing", "running", ""),
                        SampleSwarm.task(3, "failed", "shutdown", "task: non-zero exit (1)")));
        swarm.running("invoice", 4);
        swarm.broken(
                "resize",
                "faas.port=\"80a\": write a port from 1 to 65535",
                "docker service update --label-add faas.port=8080 shop_resize");
        swarm.function(
                "thumbnail",
                5,
                2,
                Rollout.NONE,
                List.of("2 of 5 tasks are able to serve (3 pending); Swarm's latest error is \"no suitable node"
                        + " (insufficient resources on 3 nodes)\": see docker service ps --no-trunc shop_thumbnail"),
                IntStream.rangeClosed(3, 5)
                        .mapToObj(slot -> SampleSwarm.task(
                                slot, "pending", "running", "no suitable node (insufficient resources on 3 nodes)"))
                        .toList());
        swarm.function(
                "checkout",
                2,
                2,
                new Rollout("paused", ""),
                List.of(
                        "Swarm has paused its update, and says \"update paused due to failure or early termination of task"
                                + " x3m1q9\": see docker service ps --no-trunc shop_checkout, mend the cause, and update it again"),
                List.of());
        swarm.running("search", 3);
        pass(() -> {
            swarm.calls("addition", swarm.around(380), 0.8, 0);
            swarm.calls("factorial", swarm.around(25), 6, 0);
            swarm.calls("invoice", swarm.around(90), 30, 4);
            swarm.calls("thumbnail", swarm.around(60), 180, 2);
            swarm.calls("checkout", swarm.around(8), 12, 0);
        });
    }

    /** A tenth of a second passes; without it the rates would be those of a time in which nobody calls. */
    private void callsOfNow() {
        swarm.calls("addition", 4, 0.8, 0);
        if (isTroubled) {
            swarm.calls("invoice", 1, 30, 4);
            swarm.calls("thumbnail", 1, 180, 2);
        }
    }

    /** Ten minutes pass; a slot also has the time that the requests take. */
    private void pass(Runnable calls) {
        for (int slot = 0; slot < SLOTS; slot++) {
            calls.run();
            gateway.skip(Duration.ofMillis(9_950));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.uiPort() + "/ui/state"))
                    .header("Authorization", "Basic YWRtaW46c2VjcmV0")
                    .build();
            assertEquals(200, gateway.send(request).statusCode());
        }
    }

    private void picture(Tab tab, String name, String view, int width, boolean dark) {
        tab.dark(dark);
        tab.size(width, 600);
        tab.open("about:blank");
        tab.open("http://127.0.0.1:" + gateway.uiPort() + "/ui/" + view);
        tab.awaitText("faas_gateway.1 on node-a");
        tab.await(
                "document.querySelector('.view') === null || document.querySelector('.view .plain, .facts') !== null");
        tab.await("document.querySelector('.brand img').complete");
        tab.await("document.querySelector('.outcomes') !== null || !location.hash.startsWith('#/f/')");
        tab.picture(FOLDER.resolve(name + ".png"), width);
    }
}
