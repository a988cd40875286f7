package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.GatewayFixture;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Rollout;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages as text, for people at a terminal. */
class TextTest {
    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @Test
    void functions_are_an_aligned_table() {
        gateway.deploy("addition", 1001, 1002);
        gateway.deploy("f");

        HttpResponse<String> response = text("/system/functions");

        assertEquals(
                "text/plain; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("""
                FUNCTION   REPLICAS   AVAILABLE   IN FLIGHT   CALLS   IMAGE
                addition   2          2           0           0       -
                f          1          0           0           0       -
                """, response.body());
    }

    @Test
    void the_routing_table_has_a_row_for_each_task() {
        gateway.deploy("f", 1001);
        gateway.deploy("g");

        assertEquals("""
                FUNCTION   SLOT   TASK     NODE    ADDRESS          IN FLIGHT   WORKED   FAILED   STATE
                f          1      f-1001   node1   127.0.0.1:1001   0           0        0        able
                g          -      -        -       -                0           0        0        no task
                """, text("/system/table").body());
    }

    @Test
    void the_diagnosis_shows_trouble_first_with_its_commands() {
        gateway.discoverySays(new Diagnosis(List.of(
                service("a", true, List.of()),
                service("b", false, List.of("docker service update --label-add faas.port=8080 b")))));

        assertEquals("""
                b (b) is not routed
                  this is wrong
                  task t1 on node-1 is rejected: No such image: b
                    docker service update --label-add faas.port=8080 b
                a (a) is routed; tasks that can take calls: 0
                  task t1 on node-1 is rejected: No such image: a
                """, text("/system/diagnosis").body());
        assertEquals(
                "No such service has a label faas.name.\n",
                text("/system/diagnosis?function=none").body());
    }

    private static Diagnosis.Service service(String name, boolean routed, List<String> commands) {
        return new Diagnosis.Service(
                name,
                name,
                name,
                routed,
                Rollout.NONE,
                routed ? List.of() : List.of("this is wrong"),
                List.of(),
                commands,
                List.of(new Diagnosis.Task(
                        "t1",
                        1,
                        "rejected",
                        "shutdown",
                        "node-1",
                        "",
                        Diagnosis.Role.NONE,
                        "No such image:\n" + name)));
    }

    private HttpResponse<String> text(String path) {
        return gateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.adminPort() + path))
                .header("Accept", "text/plain")
                .build());
    }
}
