package faas.gateway.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.GatewayFixture;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.Rollout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Takes the pictures of the page for {@code docs/pictures}; run by {@code make pictures}. */
class Pictures {
    private static final Path FOLDER = Path.of("docs/pictures");
    private static final int SLOTS = 60;

    @RegisterExtension
    final GatewayFixture gateway =
            new GatewayFixture("FAAS_UI_LISTEN", "127.0.0.1:0", "FAAS_UI_NAME", "faas_gateway.1 on node-a");

    private final SampleSwarm swarm = new SampleSwarm(gateway);

    @Test
    void of_every_view() {
        try (Chromium chromium = Chromium.start();
                Tab tab = chromium.tab()) {
            calm();
            picture(tab, "calm-light", "#/", 1280, false);
            trouble();
            picture(tab, "overview-light", "#/", 1280, false);
            picture(tab, "overview-dark", "#/", 1280, true);
            picture(tab, "overview-narrow", "#/", 360, false);
            picture(tab, "function-light", "#/f/addition", 1280, false);
            picture(tab, "function-dark", "#/f/thumbnail", 1280, true);
            picture(tab, "function-narrow", "#/f/addition", 360, false);
            picture(tab, "gateway-light", "#/gateway", 1280, false);
            gateway.discoverySays(new DiscoveryStatus(
                    Optional.of(Duration.ofSeconds(41)),
                    Optional.of("no answer from unix:///var/run/docker.sock within 2 s")));
            picture(tab, "docker-silent-light", "#/", 1280, false);
            gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ZERO), Optional.empty()));
            IntStream.range(0, 500).forEach(i -> swarm.running("worker-" + i, 1 + i % 20));
            picture(tab, "large-light", "#/", 1280, false);
            gateway.stop();
            tab.await("document.body.dataset.silence === 'lost'");
            tab.picture(FOLDER.resolve("gateway-lost-light.png"), 1280);
            assertEquals(List.of(), tab.complaints());
        }
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
        swarm.function("factorial", 3, 3, new Rollout("updating", "update in progress"), List.of(), List.of());
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

    /** Ten minutes pass. */
    private void pass(Runnable calls) {
        for (int slot = 0; slot < SLOTS; slot++) {
            calls.run();
            gateway.skip(Duration.ofSeconds(10));
            assertEquals(200, gateway.admin("/ui/state").statusCode());
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
