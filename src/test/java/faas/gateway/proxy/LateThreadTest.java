package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An IO thread that is kept busy, so that it reads late what came from the network. */
class LateThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_IO_THREADS", "1", "FAAS_CONNECT_TIMEOUT", "2s");

    @Test
    void a_task_that_took_the_connection_while_the_thread_was_late_is_not_blamed() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Deaf task = new Deaf()) {
            task.stopListening();
            gateway.deploy("f", task.port());
            CompletableFuture<HttpResponse<String>> answer = gateway.getLater("/f");
            Await.until("the call to be led to its task", PATIENCE, gateway::openLeases, open -> open == 1);
            gateway.keepIoThreadsBusy(done);

            try (Socket function = task.listenAgain()) {
                // More than a connection may take.
                gateway.skip(Duration.ofMillis(2_500));
                done.countDown();
                Wire.readUntil(function, "\r\n\r\n");
                Wire.write(function, "HTTP/1.1 204 No Content\r\n\r\n");

                assertEquals(
                        204,
                        answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode());
            }
        } finally {
            done.countDown();
        }
        assertEquals(List.of(), gateway.suspected());
        String line = gateway.accessLog(1).getFirst();
        assertTrue(line.contains(" attempts=1 ") && line.endsWith("fault=-"), line);
    }
}
