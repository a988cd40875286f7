package faas.gateway.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How Prometheus finds the gateways, as a Swarm's DNS tells it: one name, and the address of each gateway. */
@Tag("cluster")
class PrometheusDiscoveryIT {
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2");

    private final int port = freePort();

    @RegisterExtension
    final GatewayFixture first = new GatewayFixture("FAAS_ADMIN_LISTEN", ADDRESSES.get(0) + ":" + port);

    @RegisterExtension
    final GatewayFixture second = new GatewayFixture("FAAS_ADMIN_LISTEN", ADDRESSES.get(1) + ":" + port);

    @TempDir
    Path folder = Path.of("unset");

    @Test
    void every_gateway_that_dns_names_is_scraped() throws IOException {
        Path resolver = Files.writeString(folder.resolve("resolv.conf"), "nameserver " + DnsServer.ADDRESS + "\n");
        String config = MonitoringFiles.file("prometheus.yml").replace("port: 8082", "port: " + port);
        List<String> withResolver = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
                resolver.toString());
        List<InetAddress> gateways =
                ADDRESSES.stream().map(InetAddress::ofLiteral).toList();

        try (DnsServer dns = new DnsServer("tasks.faas_gateway", gateways);
                PrometheusProcess process = new PrometheusProcess(
                        Files.createDirectory(folder.resolve("prometheus")), config, withResolver)) {
            List<JsonObject> up = Await.until(
                    "two gateways",
                    Duration.ofSeconds(30),
                    () -> process.api().query("up{job=\"faas\"} == 1"),
                    found -> found.size() == 2);

            assertEquals(
                    ADDRESSES.stream().map(address -> address + ":" + port).toList(),
                    up.stream()
                            .map(series -> series.getAsJsonObject("metric")
                                    .get("instance")
                                    .getAsString())
                            .sorted()
                            .toList());
            assertTrue(dns.queries() > 0);
        }
    }

    private static int freePort() {
        try {
            return Tasks.refusingPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
