package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import faas.gateway.Await;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients notice of an update of the gateway itself. */
class GatewayUpdateIT {
    /** Makes one call on a new connection, for which the name is asked of Swarm's DNS again; prints the status. */
    private static final String CALL = """
            call() {
                local status=none
                { exec 3<>/dev/tcp/inner/8080 && printf 'GET /addition?a=1&b=2 HTTP/1.0\\r\\n\\r\\n' >&3 &&
                    read -r _ status _ <&3; } 2>/tmp/error || status=$(</tmp/error)
                echo "$status"
            }
            """;

    @RegisterExtension
    static final Stack STACK = new Stack();

    @Test
    void a_call_of_five_seconds_survives_an_update_of_the_gateway() throws Exception {
        STACK.createWaiter("slow");
        STACK.awaitStatus("/slow", 200);
        String before = STACK.containers("gateway").getFirst();

        CompletableFuture<Connection.Answer> call = CompletableFuture.supplyAsync(() -> call("/slow/wait/5000"));
        GatewayProcess process = new GatewayProcess(STACK.docker(), before);
        Await.until("the call to be in flight", Stack.PATIENCE, process::leases, open -> open == 1);
        update("gateway");

        Connection.Answer answer = call.get(30, TimeUnit.SECONDS);
        assertEquals(200, answer.status());
        assertEquals("0", answer.body());
        STACK.awaitStatus("/slow", 200);
        assertNotEquals(before, STACK.containers("gateway").getFirst());
    }

    @Test
    void clients_inside_the_network_notice_nothing_where_the_new_gateway_starts_first() throws Exception {
        Docker docker = STACK.docker();
        STACK.createGateway("inner");
        String client = STACK.containers("factorial").getFirst();
        Await.until("the gateway inside", Stack.PATIENCE, () -> callOnce(client), "200"::equals);

        CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(
                () -> docker.lines("exec", client, "bash", "-c", CALL + "until [[ -e /tmp/enough ]]; do call; done"));
        docker.lines("service", "update", "--force", "--quiet", Stack.NAME + "_inner");
        docker.lines("exec", client, "touch", "/tmp/enough");

        List<String> seen = answers.get(30, TimeUnit.SECONDS);
        assertEquals(Set.of("200"), Set.copyOf(seen), () -> seen.size() + " calls");
        STACK.removeService("inner");
    }

    private static String callOnce(String client) {
        return String.join("", STACK.docker().lines("exec", client, "bash", "-c", CALL + "call"));
    }

    private static Connection.Answer call(String path) {
        try (KeptConnection connection = new KeptConnection(STACK.uri(path))) {
            return connection.call();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void update(String service) {
        STACK.docker().lines("service", "update", "--force", "--quiet", Stack.NAME + "_" + service);
    }
}
