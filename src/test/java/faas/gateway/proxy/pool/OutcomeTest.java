package faas.gateway.proxy.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.proxy.call.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void a_task_is_blamed_only_for_what_it_or_its_node_did() {
        assertEquals(Outcome.Cause.REFUSAL, cause(new ConnectException("Connection refused")));
        assertEquals(Outcome.Cause.SILENCE, cause(new NoRouteToHostException("No route to host")));
        assertEquals(Outcome.Cause.OWN, cause(new SocketException("Too many open files")));
        assertEquals(Outcome.Cause.OWN, cause(new BindException("Cannot assign requested address")));
        assertEquals(Outcome.Cause.OWN, cause(new ConnectionPool.Crowded()));
    }

    private static Outcome.Cause cause(IOException e) {
        return Outcome.NotConnected.because(e).cause();
    }
}
