package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the fixture checks after each test, while there is something to find. */
class LeakCheckTest {
    @RegisterExtension
    final WiredGateway wire = new WiredGateway();

    @Test
    void a_call_holds_its_lease_after_its_task_is_gone() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");

            wire.gateway().remove("f");

            assertEquals(0, wire.gateway().upstreams());
            assertEquals(1, wire.gateway().openLeases());
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            readUntil(client, "ok");
        }
    }

    @Test
    void an_idle_connection_to_a_task_ends_with_the_gateway() throws Exception {
        try (Socket client = wire.call("GET /f HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            readToEnd(client);

            wire.gateway().stop();

            assertEquals("", readToEnd(function));
        }
    }
}
