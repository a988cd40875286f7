package faas.gateway.proxy;

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
import org.junit.jupiter.params.provider.CsvSource;

/** What a function is told of where a call comes from, by a gateway that trusts its peer and by one that does not. */
class ForwardedTest {
    @RegisterExtension
    final GatewayFixture trusting = new GatewayFixture("FAAS_TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8, fd00::/8");

    @RegisterExtension
    final GatewayFixture wary = new GatewayFixture("FAAS_TRUSTED_PROXIES", "10.0.0.0/8");

    @RegisterExtension
    final Wire wire = new Wire();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6.6.6.6                       | 6.6.6.6",
                "6.6.6.6, 10.1.2.3             | 6.6.6.6",
                "1.1.1.1, 6.6.6.6, 10.1.2.3    | 6.6.6.6",
                "10.9.9.9, 10.1.2.3            | 10.9.9.9",
                "6.6.6.6:4711                  | 6.6.6.6",
                "[2001:db8::1]:4711, fd00::7   | 2001:db8:0:0:0:0:0:1",
                "1.1.1.1, unknown, 10.1.2.3    | 10.1.2.3",
                "1.1.1.1, 6.6                  | 127.0.0.1",
                "1.1.1.1,                      | 127.0.0.1",
            })
    void of_a_trusted_proxy_the_hops_are_added_to_and_the_origin_is_the_nearest_that_is_not_trusted(
            String hops, String origin) throws Exception {
        String request = seenFrom(trusting, "X-Forwarded-For: " + hops, "X-Real-IP: 9.9.9.9");

        assertEquals(hops + ", 127.0.0.1", field(request, "X-Forwarded-For"));
        assertEquals(origin, field(request, "X-Real-IP"));
    }

    @Test
    void of_a_trusted_proxy_scheme_and_host_are_kept() throws Exception {
        String request = seenFrom(trusting, "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.example");

        assertEquals("https", field(request, "X-Forwarded-Proto"));
        assertEquals("shop.example", field(request, "X-Forwarded-Host"));
        assertEquals("127.0.0.1", field(request, "X-Forwarded-For"));
    }

    @Test
    void what_a_trusted_proxy_does_not_say_is_added() throws Exception {
        String request = seenFrom(trusting, "X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 10.1.2.3");

        assertEquals("6.6.6.6, 10.1.2.3, 127.0.0.1", field(request, "X-Forwarded-For"));
        assertEquals("http", field(request, "X-Forwarded-Proto"));
        assertEquals("h", field(request, "X-Forwarded-Host"));
    }

    @Test
    void of_a_stranger_all_of_it_is_replaced() throws Exception {
        String request = seenFrom(
                wary,
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-For: 7.7.7.7",
                "X-Real-IP: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: bank.example");

        assertEquals("127.0.0.1", field(request, "X-Forwarded-For"));
        assertEquals("127.0.0.1", field(request, "X-Real-IP"));
        assertEquals("http", field(request, "X-Forwarded-Proto"));
        assertEquals("h", field(request, "X-Forwarded-Host"));
        assertFalse(request.contains("6.6.6.6") || request.contains("7.7.7.7") || request.contains("bank"), request);
    }

    @Test
    void a_client_cannot_have_it_dropped_as_a_matter_of_its_connection() throws Exception {
        String request = seenFrom(
                wary, "Connection: x-forwarded-for, X-Real-IP, x-forwarded-proto, x-forwarded-host, x-call-id");

        for (String name : new String[] {"X-Forwarded-For", "X-Real-IP", "X-Forwarded-Proto", "X-Call-Id"}) {
            assertTrue(request.contains("\r\n" + name + ": "), name + " is missing: " + request);
        }
    }

    @Test
    void what_others_use_to_trace_a_call_goes_on_untouched() throws Exception {
        String request = seenFrom(
                wary, "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate: a=1,b=2");

        assertEquals("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", field(request, "traceparent"));
        assertEquals("a=1,b=2", field(request, "tracestate"));
    }

    @Test
    void no_other_claim_of_a_stranger_passes_in_any_spelling() throws Exception {
        String request = seenFrom(
                wary,
                "Forwarded: for=6.6.6.6",
                "X-Forwarded-Port: 6666",
                "X-Forwarded-Prefix: /6666",
                "X_Real_IP: 6.6.6.6",
                "X_Forwarded_For: 6.6.6.6",
                "x-forwarded_host: 6.6.6.6",
                "X-Client-IP: 6.6.6.6",
                "X-Fine: 1");

        assertFalse(request.contains("6.6.6.6") || request.contains("6666"), request);
        assertEquals("1", field(request, "X-Fine"));
    }

    @Test
    void a_trusted_proxy_may_say_more_but_not_in_a_spelling_that_cgi_would_fold() throws Exception {
        String request = seenFrom(
                trusting, "Forwarded: for=192.0.2.43;proto=https", "X-Forwarded-Port: 443", "X_Real_IP: 6.6.6.6");

        assertEquals("for=192.0.2.43;proto=https", field(request, "Forwarded"));
        assertEquals("443", field(request, "X-Forwarded-Port"));
        assertFalse(request.contains("6.6.6.6"), request);
    }

    /** The head of a call with these further fields, as the function sees it. */
    private String seenFrom(GatewayFixture gateway, String... fields) throws IOException {
        gateway.deploy("f", wire.port());
        try (Socket client = Wire.call(
                        gateway.port(), "GET /f HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
                Socket function = wire.accept()) {
            String request = readUntil(function, "\r\n\r\n");
            write(function, "HTTP/1.1 204 No Content\r\n\r\n");
            readUntil(client, "\r\n\r\n");
            return request;
        }
    }

    /** The field's value; an error if it is there twice or not at all. */
    private static String field(String request, String name) {
        String[] parts = request.split("\r\n" + name + ": ", -1);
        assertEquals(2, parts.length, name + " in " + request);
        return parts[1].substring(0, parts[1].indexOf("\r\n"));
    }
}
