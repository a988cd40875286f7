package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.GatewayFixture;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may read the admin port. A connection from this machine to its own network address is not loopback. */
class AdminAccessTest {
    private static final String OWN = ownAddress();

    @RegisterExtension
    final GatewayFixture closed = new GatewayFixture("FAAS_ADMIN_LISTEN", "0.0.0.0:0");

    @RegisterExtension
    final GatewayFixture open = new GatewayFixture("FAAS_ADMIN_LISTEN", "0.0.0.0:0", "FAAS_ADMIN_ALLOW", OWN + "/32");

    @Test
    void a_remote_client_reads_only_health_and_metrics_and_learns_which_setting_opens_the_rest() {
        for (String path : new String[] {"/system/table", "/system/diagnosis", "/"}) {
            HttpResponse<String> response = fromRemote(closed, path);

            assertEquals(403, response.statusCode(), path);
            assertEquals(
                    "Only /healthz, /readyz and /metrics are open to your address " + OWN
                            + "; to read the other pages, add it to FAAS_ADMIN_ALLOW, or connect from the gateway's host.\n",
                    response.body());
        }
        for (String path : new String[] {"/healthz", "/readyz", "/metrics"}) {
            assertEquals(200, fromRemote(closed, path).statusCode(), path);
        }
    }

    @Test
    void a_client_on_loopback_reads_everything() {
        assertEquals(200, closed.admin("/system/table").statusCode());
        assertEquals(200, closed.admin("/system/diagnosis").statusCode());
    }

    @Test
    void a_client_whose_address_is_allowed_reads_everything() {
        assertEquals(200, fromRemote(open, "/system/table").statusCode());
        assertEquals(200, fromRemote(open, "/system/diagnosis").statusCode());
        assertEquals(404, fromRemote(open, "/").statusCode());
    }

    private static HttpResponse<String> fromRemote(GatewayFixture gateway, String path) {
        return gateway.send(HttpRequest.newBuilder(URI.create("http://" + OWN + ":" + gateway.adminPort() + path))
                .build());
    }

    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "this machine has only loopback IPv4 addresses: add another one, such as a Docker bridge"));
        } catch (SocketException e) {
            throw new AssertionError("the network interfaces cannot be listed", e);
        }
    }
}
