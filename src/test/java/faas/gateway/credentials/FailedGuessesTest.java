package faas.gateway.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedGuessesTest {
    private final FailedGuesses failures = new FailedGuesses();

    @Test
    void a_client_waits_after_its_tenth_failure_and_others_do_not() {
        InetAddress client = address("10.0.0.1");
        for (int i = 0; i < FailedGuesses.MAX_FAILURES; i++) {
            assertEquals(Duration.ZERO, failures.wait(client, 0), "failure " + i);
            failures.failed(client, 0);
        }

        assertEquals(FailedGuesses.FORGOTTEN_AFTER, failures.wait(client, 0));
        assertEquals(Duration.ZERO, failures.wait(client, FailedGuesses.FORGOTTEN_AFTER.toNanos()));
        assertEquals(Duration.ZERO, failures.wait(address("10.0.0.2"), 0));
    }

    @Test
    void many_failures_at_a_time_count_as_ten() {
        InetAddress client = address("10.0.0.1");
        for (int i = 0; i < 100 * FailedGuesses.MAX_FAILURES; i++) {
            failures.failed(client, 0);
        }

        assertEquals(FailedGuesses.FORGOTTEN_AFTER, failures.wait(client, 0));
    }

    @Test
    void all_addresses_of_an_ipv6_subnet_are_one_client() {
        for (int i = 0; i < FailedGuesses.MAX_FAILURES; i++) {
            failures.failed(address("2001:db8::" + i), 0);
        }

        assertTrue(failures.wait(address("2001:db8::ffff"), 0).isPositive());
        assertEquals(Duration.ZERO, failures.wait(address("2001:db8:0:1::1"), 0));
    }

    @Test
    void any_number_of_clients_takes_bounded_memory() {
        for (int i = 0; i < 3 * FailedGuesses.MAX_CLIENTS; i++) {
            failures.failed(address("10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff)), 0);
        }

        assertEquals(FailedGuesses.MAX_CLIENTS, failures.clients());
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
