package faas.gateway.discovery.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.swarm.SwarmTask.Attachment;
import faas.gateway.function.TaskTimes;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwarmTaskTest {
    @Test
    void needed_fields_are_read_and_the_rest_is_skipped() throws IOException {
        List<SwarmTask> tasks = read("""
                [{
                  "ID": "t1",
                  "Version": {"Index": 30},
                  "Spec": {"ContainerSpec": {"Mounts": [{"Type": "of-the-future"}]}, "Networks": [{"Target": "n1"}]},
                  "CreatedAt": "2026-01-01T00:00:00.5Z",
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
                        30,
                        "s1",
                        "node1",
                        2,
                        "running",
                        "shutdown",
                        "",
                        "c1",
                        List.of(new Attachment("n1", "functions", List.of("10.0.1.7/24"))),
                        new TaskTimes("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z"))),
                tasks);
    }

    @Test
    void of_terminal_tasks_the_latest_three_errors_of_each_service_are_kept() throws IOException {
        StringBuilder list = new StringBuilder("[");
        for (int version = 1; version <= 9; version++) {
            list.append(over("a" + version, version, "a", "rejected", "No such image"))
                    .append(over("b" + version, version, "b", "complete", ""));
        }
        list.append(over("b-failed", 5, "b", "failed", "task: non-zero exit (1)"));

        List<SwarmTask> tasks = read(list + TaskSample.of("c", "c1").json() + "]");

        assertEquals(
                List.of("a7", "a8", "a9", "b-failed", "c1"),
                tasks.stream().map(SwarmTask::id).sorted().toList());
    }

    @Test
    void equal_strings_of_many_tasks_are_stored_once() throws IOException {
        List<SwarmTask> tasks =
                read("[" + TaskSample.of("s", "t1").at("10.0.1.3/24").json() + ","
                        + TaskSample.of("s", "t2").at("10.0.1.4/24").json() + "]");

        assertSame(tasks.getFirst().serviceId(), tasks.getLast().serviceId());
        assertSame(tasks.getFirst().nodeId(), tasks.getLast().nodeId());
        assertSame(tasks.getFirst().state(), tasks.getLast().state());
        assertSame(
                tasks.getFirst().attachments().getFirst().networkId(),
                tasks.getLast().attachments().getFirst().networkId());
    }

    private static String over(String id, long version, String service, String state, String error) {
        return "{\"ID\":\"" + id + "\",\"Version\":{\"Index\":" + version + "},\"ServiceID\":\"" + service
                + "\",\"DesiredState\":\"shutdown\",\"Status\":{\"State\":\"" + state + "\",\"Err\":\"" + error
                + "\"}},";
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
    void a_missing_value_or_one_of_another_type_counts_as_empty(String task) throws IOException {
        String sound = TaskSample.of("s", "t").at("10.0.1.3/24").json();

        List<SwarmTask> tasks = read("[" + task + "," + sound + "]");

        assertEquals(
                List.of(
                        new SwarmTask("", 0, "", "", 0, "", "", "", "", List.of(), TaskTimes.UNKNOWN),
                        TaskSample.of("s", "t").at("10.0.1.3/24").value()),
                tasks);
    }

    @Test
    void only_a_task_whose_state_and_desired_state_are_running_is_able_to_serve() {
        assertTrue(task("running", "running").isAble());
        assertFalse(task("starting", "running").isAble());
        assertFalse(task("running", "shutdown").isAble());
        assertFalse(task("of-the-future", "running").isAble());
        assertFalse(task("running", "of-the-future").isAble());
    }

    @Test
    void a_task_that_is_shutting_down_drains_until_it_has_stopped() {
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
