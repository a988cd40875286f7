package faas.gateway.discovery.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.swarm.SwarmService.Mode;
import faas.gateway.function.Rollout;
import faas.gateway.function.ServiceSpec;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwarmServiceTest {
    @Test
    void needed_fields_are_read_and_the_rest_is_skipped() throws IOException {
        List<SwarmService> services = read("""
                [{
                  "ID": "s1",
                  "Version": {"Index": 7},
                  "CreatedAt": "2026-01-01T00:00:00Z",
                  "Spec": {
                    "Name": "faas_addition",
                    "Labels": {"faas.name": "addition", "com.docker.stack.image": "faas/addition"},
                    "TaskTemplate": {
                      "ContainerSpec": {"Image": "faas/addition", "Labels": {"faas.port": "9000"}, "ReadOnly": true,
                        "Env": ["fprocess=./a=b", "EMPTY"], "Secrets": [{"File": {"Name": "t"}, "SecretName": "token"}]},
                      "Placement": {"Constraints": ["node.role == worker"]},
                      "Resources": {"Limits": {"NanoCPUs": 500000000, "MemoryBytes": 1048576, "Pids": 5}},
                      "Networks": [{"Target": "n1", "Aliases": ["addition"]}, {"Target": "n2"}],
                      "ForceUpdate": 0
                    },
                    "Mode": {"Replicated": {"Replicas": 3}},
                    "UpdateConfig": {"Parallelism": 1, "Delay": 10000000000, "Monitor": 5000000000, "Order": "start-first"},
                    "EndpointSpec": {"Mode": "vip", "Ports": [{"TargetPort": 1, "PublishMode": "ingress"}, {"PublishMode": "host"}]}
                  },
                  "Endpoint": {"Spec": {"Mode": "vip"}, "VirtualIPs": [{"NetworkID": "n1", "Addr": "10.0.1.5/24"}]},
                  "UpdateStatus": {"State": "updating", "StartedAt": "2026-01-01T00:00:00Z", "Message": "update in progress"}
                }]""");

        assertEquals(
                List.of(new SwarmService(
                        "s1",
                        7,
                        "faas_addition",
                        Map.of("faas.name", "addition", "com.docker.stack.image", "faas/addition"),
                        Map.of("faas.port", "9000"),
                        Mode.REPLICATED,
                        OptionalLong.of(3),
                        Set.of("n1", "n2"),
                        new Rollout("updating", "update in progress", "2026-01-01T00:00:00Z", 15),
                        true,
                        new ServiceSpec(
                                "2026-01-01T00:00:00Z",
                                "faas/addition",
                                Map.of("fprocess", "./a=b", "EMPTY", ""),
                                Map.of(
                                        "faas.name", "addition",
                                        "com.docker.stack.image", "faas/addition",
                                        "faas.port", "9000"),
                                Map.of("faas.port", "9000"),
                                List.of("node.role == worker"),
                                List.of("token"),
                                new ServiceSpec.Resources(500_000_000, 1 << 20),
                                ServiceSpec.Resources.NONE,
                                true))),
                services);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Replicated\": {\"Replicas\": 1}} | REPLICATED",
                "{\"Global\": {}} | GLOBAL",
                "{\"ReplicatedJob\": {\"MaxConcurrent\": 1}} | JOB",
                "{\"GlobalJob\": {}} | JOB",
                "{\"Lunar\": {\"Phase\": 2}} | OTHER",
                "{} | OTHER",
                "null | OTHER"
            })
    void every_mode_is_known_or_other(String json, Mode mode) throws IOException {
        List<SwarmService> services = read("[{\"ID\": \"s1\", \"Spec\": {\"Mode\": " + json + "}}]");

        assertEquals(mode, services.getFirst().mode());
    }

    @ParameterizedTest
    @CsvSource({
        "updating, true",
        "rollback_started, true",
        "completed, false",
        "paused, false",
        "rollback_paused, false",
        "rollback_completed, false",
        "'', false",
        "something_new, false"
    })
    void an_update_is_in_progress_only_while_swarm_works_on_it(String state, boolean updating) {
        SwarmService service = ServiceSample.of("addition").update(state).value();

        assertEquals(updating, service.isUpdating());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ID\": null, \"Spec\": null, \"UpdateStatus\": null}",
                "{\"ID\": 5, \"Spec\": [], \"UpdateStatus\": \"x\"}",
                "{\"Spec\": {\"Name\": {}, \"Labels\": null, \"TaskTemplate\": 3, \"Networks\": {\"Target\": \"n\"}}}",
                "null",
                "\"a text\""
            })
    void a_missing_value_or_one_of_another_type_counts_as_empty(String service) throws IOException {
        List<SwarmService> services =
                read("[" + service + "," + ServiceSample.of("addition").json() + "]");

        assertEquals(
                List.of(
                        new SwarmService(
                                "",
                                0,
                                "",
                                Map.of(),
                                Map.of(),
                                Mode.OTHER,
                                OptionalLong.empty(),
                                Set.of(),
                                Rollout.NONE,
                                false,
                                ServiceSpec.NONE),
                        ServiceSample.of("addition").value()),
                services);
    }

    @Test
    void a_number_too_large_for_a_long_counts_as_missing() throws IOException {
        List<SwarmService> services =
                read("[{\"Spec\": {\"Mode\": {\"Replicated\": {\"Replicas\": 18446744073709551615}}}}]");

        assertEquals(OptionalLong.empty(), services.getFirst().replicas());
    }

    @Test
    void a_truncated_list_is_rejected() {
        String whole = "[" + ServiceSample.of("addition").json() + ","
                + ServiceSample.of("factorial").json() + "]";

        assertThrows(EOFException.class, () -> read(whole.substring(0, whole.length() - 1)));
        assertThrows(EOFException.class, () -> read(whole.substring(0, whole.length() / 2)));
    }

    @Test
    void a_response_that_is_not_a_list_is_rejected() {
        assertThrows(IllegalStateException.class, () -> read("{\"message\": \"no\"}"));
    }

    private static List<SwarmService> read(String json) throws IOException {
        return SwarmService.readAll(new JsonReader(new StringReader(json)));
    }
}
