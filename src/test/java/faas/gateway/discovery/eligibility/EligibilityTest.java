package faas.gateway.discovery.eligibility;

import static faas.gateway.discovery.report.SampleViews.addition;
import static faas.gateway.discovery.report.SampleViews.drainingIds;
import static faas.gateway.discovery.report.SampleViews.function;
import static faas.gateway.discovery.report.SampleViews.services;
import static faas.gateway.discovery.report.SampleViews.taskIds;
import static faas.gateway.discovery.report.SampleViews.tasks;
import static faas.gateway.discovery.report.SampleViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.report.SwarmView;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tasks of a service are able to serve, and whether the service is settled. */
class EligibilityTest {
    @Test
    void a_task_that_is_shutting_down_is_listed_as_draining_while_it_runs() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(
                        addition("t2").slot(2).state("running", "remove").at("10.0.1.2/24"),
                        addition("t1").slot(1).state("running", "shutdown").at("10.0.1.1/24"),
                        addition("t3").slot(1).at("10.0.1.3/24"),
                        addition("t4").slot(2).state("shutdown", "shutdown").at("10.0.1.4/24")));

        assertEquals(List.of("t3"), taskIds(view, "addition"));
        assertEquals(List.of("t1", "t2"), drainingIds(view, "addition"));
        assertFalse(view.settled());
    }

    @Test
    void a_task_on_a_node_that_is_down_is_neither_called_nor_draining() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(
                        addition("lost")
                                .node("node-down")
                                .state("running", "shutdown")
                                .at("10.0.1.1/24"),
                        addition("t1").at("10.0.1.2/24")));

        assertEquals(List.of("t1"), taskIds(view, "addition"));
        assertEquals(List.of(), drainingIds(view, "addition"));
        assertTrue(view.settled());
    }

    @Test
    void a_running_task_on_a_node_that_is_down_is_not_called() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(addition("lost").node("node-down").at("10.0.1.1/24")));

        assertEquals(List.of(), taskIds(view, "addition"));
        assertFalse(view.settled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-unknown", "node-nobody-knows"})
    void a_node_with_unknown_state_does_not_count_as_down(String node) {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(addition("t1").node(node).at("10.0.1.1/24")));

        assertEquals(List.of("t1"), taskIds(view, "addition"));
    }

    @Test
    void a_service_whose_replacement_task_waits_for_its_predecessor_is_unsettled() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(
                        addition("old").state("running", "shutdown").at("10.0.1.1/24"),
                        addition("new").state("ready", "ready").at("10.0.1.2/24")));

        assertEquals(List.of(), taskIds(view, "addition"));
        assertEquals(List.of("old"), drainingIds(view, "addition"));
        assertFalse(view.settled());
    }

    @Test
    void a_service_with_a_surplus_task_that_starts_is_unsettled() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(
                        addition("t1").at("10.0.1.1/24"),
                        addition("t2").state("starting", "running").at("10.0.1.2/24")));

        assertFalse(view.settled());
    }

    @ParameterizedTest
    @CsvSource({"vip, Replicated", "dnsrr, Replicated", "vip, Global", "dnsrr, Global"})
    void every_mode_and_endpoint_mode_is_routed_alike(String endpointMode, String mode) throws IOException {
        String service = """
                [{"ID": "s1", "Version": {"Index": 11},
                  "Spec": {"Name": "faas_addition", "Labels": {"faas.name": "addition"},
                    "TaskTemplate": {"ContainerSpec": {"Image": "faas/addition"}, "Networks": [{"Target": "net-shared"}]},
                    "Mode": {"%s": {}}, "EndpointSpec": {"Mode": "%s"}},
                  "Endpoint": {"Spec": {"Mode": "%2$s"}}}]""".formatted(mode, endpointMode);
        String task = """
                [{"ID": "t1", "Version": {"Index": 20}, "ServiceID": "s1", "NodeID": "node-1",
                  "Status": {"State": "running", "ContainerStatus": {"ContainerID": "c1"}}, "DesiredState": "running",
                  "NetworksAttachments": [{"Network": {"ID": "net-shared", "Spec": {"Name": "shared"}},
                    "Addresses": ["10.0.1.7/24"]}]}]""";

        SwarmView view = view(
                SwarmService.readAll(new JsonReader(new StringReader(service))),
                SwarmTask.readAll(new JsonReader(new StringReader(task))));

        assertEquals(List.of("t1"), taskIds(view, "addition"));
        assertEquals(1, function(view, "addition").services().getFirst().replicas());
        assertTrue(view.settled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReplicatedJob", "GlobalJob"})
    void neither_kind_of_job_is_routed(String mode) throws IOException {
        String service = """
                [{"ID": "s1", "Spec": {"Name": "addition", "Labels": {"faas.name": "addition"}, "Mode": {"%s": {}}}}]""".formatted(mode);

        SwarmView view = view(SwarmService.readAll(new JsonReader(new StringReader(service))), tasks());

        assertEquals(Map.of(), view.snapshot().functions());
    }
}
