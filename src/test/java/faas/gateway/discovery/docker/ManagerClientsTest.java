package faas.gateway.discovery.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name in {@code DOCKER_HOST} that leads to several managers, each of which answers with its own address. */
class ManagerClientsTest {
    private static final String FIRST = "127.0.0.1";
    private static final String SECOND = "127.0.0.2";
    private static final String THIRD = "127.0.0.3";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private List<String> addresses = List.of();
    private int port;

    @BeforeEach
    void listen() throws IOException {
        for (String address : List.of(FIRST, SECOND, THIRD)) {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            port = server.getAddress().getPort();
            server.createContext("/", exchange -> {
                hosts.add(exchange.getRequestHeaders().getFirst("Host"));
                byte[] body = ('"' + address + '"').getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            servers.add(server);
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void requests_stay_with_the_first_address_and_move_on_to_the_next_around_the_circle() throws DockerFault {
        addresses = List.of(SECOND, THIRD, FIRST);
        List<String> asked = new ArrayList<>();
        try (DockerApi api = api("managers")) {
            for (int i = 0; i < 4; i++) {
                asked.add(ask(api));
                asked.add(ask(api));
                api.moveOn();
            }
        }

        assertEquals(List.of(SECOND, SECOND, THIRD, THIRD, FIRST, FIRST, SECOND, SECOND), asked);
    }

    @Test
    void an_address_that_the_name_leads_to_later_is_found_when_moving_on() throws DockerFault {
        addresses = List.of(FIRST, THIRD);
        try (DockerApi api = api("managers")) {
            ask(api);
            addresses = List.of(THIRD, SECOND);
            api.moveOn();

            assertEquals(SECOND, ask(api));
        }
    }

    @Test
    void an_address_that_refuses_is_named_and_left() throws DockerFault {
        addresses = List.of(FIRST, SECOND);
        servers.getFirst().stop(0);
        try (DockerApi api = api("managers")) {
            DockerFault fault = assertThrows(DockerFault.class, () -> ask(api));
            api.moveOn();

            assertTrue(
                    fault.reason().startsWith("cannot connect to Docker at tcp://managers:" + port + " (127.0.0.1)"),
                    fault.reason());
            assertEquals(SECOND, ask(api));
            assertEquals("tcp://managers:" + port + " (127.0.0.2)", api.place());
        }
    }

    @Test
    void a_host_with_one_address_is_requested_by_its_name() throws DockerFault {
        addresses = List.of(FIRST);
        try (DockerApi api = api("localhost")) {
            ask(api);

            assertEquals(List.of("localhost:" + port), hosts);
            assertEquals("tcp://localhost:" + port, api.place());
        }
    }

    private DockerApi api(String name) {
        URI host = URI.create("tcp://" + name + ":" + port);
        return new DockerApi(new DockerAddress(host, Optional.empty(), Optional.empty()), 4, ignored -> resolved());
    }

    private InetAddress[] resolved() throws UnknownHostException {
        InetAddress[] all = new InetAddress[addresses.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(addresses.get(i));
        }
        return all;
    }

    private static String ask(DockerApi api) throws DockerFault {
        return api.get("/services", Json::text);
    }
}
