package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.SwarmTask.Attachment;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwarmTaskTest {
    @Test
    void what_routing_needs_is_read_and_the_rest_is_skipped() throws IOException {
        List<SwarmTask> tasks = read("""
                [{
                  "ID": "t1",
                  "Version": {"Index": 30},
                  "Spec": {"ContainerSpec": {"Mounts": [{"Type": "of-the-future"}]}, "Networks": [{"Target": "n1"}]},
                  "ServiceID": "s1",
                  "Slot": 2,
                  "NodeID": "node1",
                  "Status": {
                    "Timestamp": "2026-01-01T00:00:00Z",
                    "State": "running",
                    "Message": "started",
                    "ContainerStatus": {"ContainerID": "c1", "PID": 12, "ExitCode": 0},
                    "PortStatus": {}
                  },
                  "DesiredState": "shutdown",
                  "NetworksAttachments": [
                    {"Network": {"ID": "n0", "Spec": {"Name": "ingress", "Ingress": true}}, "Addresses": ["10.0.0.9/24"]},
                    {"Network": {"ID": "n1", "Spec": {"Name": "functions"}}, "Addresses": ["10.0.1.7/24"]}
                  ]
                }]""");

        assertEquals(
                List.of(new SwarmTask(
                        "t1",
                        0,
                        "s1",
                        "node1",
                        2,
                        "running",
                        "shutdown",
                        "",
                        "c1",
                        List.of(new Attachment("n1", "functions", List.of("10.0.1.7/24"))))),
                tasks);
    }

    @Test
    void a_task_of_a_global_service_has_slot_0() throws IOException {
        List<SwarmTask> tasks = read("[{\"ID\": \"t1\", \"ServiceID\": \"s1\"}]");

        assertEquals(0, tasks.getFirst().slot());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"Slot\": -3, \"Status\": null, \"NetworksAttachments\": null}",
                "{\"Slot\": 1.5, \"Status\": {\"State\": 7, \"ContainerStatus\": []}, \"NetworksAttachments\": {}}"
            })
    void what_is_missing_or_of_another_kind_counts_as_empty(String task) throws IOException {
        String sound = TaskSample.of("s", "t").at("10.0.1.3/24").json();

        List<SwarmTask> tasks = read("[" + task + "," + sound + "]");

        assertEquals(
                List.of(
                        new SwarmTask("", 0, "", "", 0, "", "", "", "", List.of()),
                        TaskSample.of("s", "t").at("10.0.1.3/24").value()),
                tasks);
    }

    @Test
    void only_a_task_that_runs_and_is_meant_to_is_able_to_serve() {
        assertTrue(task("running", "running").isAble());
        assertFalse(task("starting", "running").isAble());
        assertFalse(task("running", "shutdown").isAble());
        assertFalse(task("of-the-future", "running").isAble());
        assertFalse(task("running", "of-the-future").isAble());
    }

    @Test
    void a_task_told_to_stop_drains_until_it_has_stopped() {
        assertTrue(task("running", "shutdown").isDraining());
        assertTrue(task("running", "remove").isDraining());
        assertFalse(task("running", "running").isDraining());
        assertFalse(task("shutdown", "shutdown").isDraining());
    }

    private static SwarmTask task(String state, String desired) {
        return TaskSample.of("s", "t").state(state, desired).value();
    }

    private static List<SwarmTask> read(String json) throws IOException {
        return SwarmTask.readAll(new JsonReader(new StringReader(json)));
    }
}
