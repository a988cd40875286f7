package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readToEnd;
import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.GatewayFixture;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that wait for a go-ahead before they send a body ({@code Expect: 100-continue}, RFC 9110 §10.1.1). */
class GoAheadTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_TIMEOUT", "5s");

    @RegisterExtension
    final Wire wire = new Wire();

    @RegisterExtension
    final Wire other = new Wire();

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2", "Transfer-Encoding: chunked"})
    void the_go_ahead_is_the_functions_to_give(String framing) throws Exception {
        gateway.deploy("f", wire.port());
        try (Socket client = call("POST", framing);
                Socket function = wire.accept()) {
            String head = readUntil(function, "\r\n\r\n");
            assertTrue(head.contains("Expect: 100-continue\r\n"), head);
            write(function, "HTTP/1.1 100 Continue\r\n\r\n");
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 100 "));

            write(client, framing.endsWith("2") ? "ab" : "2\r\nab\r\n0\r\n\r\n");

            readUntil(function, "ab");
            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"401", "413", "417", "200"})
    void an_answer_instead_of_the_go_ahead_spares_the_client_the_body(String status) throws Exception {
        gateway.deploy("f", wire.port());
        try (Socket client = call("POST", "Content-Length: 1000000");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 " + status + " Reason\r\nContent-Length: 2\r\n\r\nno");

            String answer = readToEnd(client);

            assertTrue(answer.startsWith("HTTP/1.1 " + status) && answer.endsWith("no"), answer);
            assertFalse(answer.contains("100 Continue"), answer);
            assertEquals("", readToEnd(function));
        }
        assertTrue(gateway.accessLog(1).getFirst().endsWith("fault=-"));
    }

    @Test
    void a_function_that_does_not_know_of_it_gets_the_body_after_a_moment() throws Exception {
        gateway.deploy("f", wire.port());
        try (Socket client = call("POST", "Content-Length: 2");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            assertTrue(readUntil(client, "\r\n\r\n").startsWith("HTTP/1.1 100 "));
            write(client, "ab");

            readUntil(function, "ab");

            write(function, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void a_put_whose_body_the_client_still_holds_is_sent_to_another_task() throws Exception {
        gateway.deploy("f", wire.port(), other.port());
        try (Socket client = call("PUT", "Content-Length: 2")) {
            try (Socket function = wire.accept()) {
                readUntil(function, "\r\n\r\n");
            }
            try (Socket second = other.accept()) {
                readUntil(second, "\r\n\r\n");
                write(second, "HTTP/1.1 100 Continue\r\n\r\n");
                readUntil(client, "\r\n\r\n");
                write(client, "ab");
                readUntil(second, "ab");
                write(second, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

                assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
            }
        }
    }

    @Test
    void a_go_ahead_nobody_asked_for_is_skipped() throws Exception {
        gateway.deploy("f", wire.port());
        try (Socket client = Wire.call(gateway.port(), "GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
                Socket function = wire.accept()) {
            readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

            assertTrue(readUntil(client, "ok").startsWith("HTTP/1.1 200 "));
        }
    }

    private Socket call(String method, String framing) throws IOException {
        String head = method + " /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n" + framing + "\r\n\r\n";
        return Wire.call(gateway.port(), head);
    }
}
