package faas.gateway.discovery.report;

import static faas.gateway.discovery.report.SampleViews.addition;
import static faas.gateway.discovery.report.SampleViews.services;
import static faas.gateway.discovery.report.SampleViews.tasks;
import static faas.gateway.discovery.report.SampleViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.discovery.swarm.TaskSample;
import faas.gateway.function.Diagnosis;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SwarmDiagnosisTest {
    @Test
    void a_service_that_is_well_is_told_with_its_tasks_and_without_a_remark() {
        Diagnosis diagnosis = view(
                        services(ServiceSample.of("addition")),
                        tasks(addition("t1").at("10.0.1.7/24")))
                .diagnosis();

        assertEquals(
                new Diagnosis(List.of(new Diagnosis.Service(
                        "faas_addition-id",
                        "faas_addition",
                        "addition",
                        true,
                        List.of(),
                        List.of(),
                        List.of(new Diagnosis.Task(
                                "t1", 1, "running", "running", "host-1", "10.0.1.7", Diagnosis.Role.ABLE, ""))))),
                diagnosis);
    }

    @Test
    void services_without_labels_of_ours_are_not_in_it() {
        assertEquals(
                Diagnosis.NONE,
                view(services(ServiceSample.named("database")), tasks()).diagnosis());
    }

    @Test
    void a_service_that_is_not_routed_is_told_with_every_reason() {
        Diagnosis.Service service =
                only(ServiceSample.named("broken").label("faas.name", "no name").label("faas.port", "none"));

        assertFalse(service.routed());
        assertEquals("no name", service.function());
        assertEquals(2, service.reasons().size());
    }

    @Test
    void a_service_with_a_misspelt_name_label_is_told_so() {
        Diagnosis.Service service = only(ServiceSample.named("addition").label("faas.nmae", "addition"));

        assertFalse(service.routed());
        assertEquals("", service.function());
        assertEquals(
                List.of("it has no label faas.name: give it one with the function's name, "
                        + "or drop its other labels of the gateway"),
                service.reasons());
        assertEquals(List.of("faas.nmae is no label of the gateway; did you mean faas.name?"), service.remarks());
    }

    @Test
    void labels_found_only_on_the_container_are_told_to_be_better_on_the_service() {
        Diagnosis.Service service = only(
                ServiceSample.named("addition")
                        .containerLabel("faas.name", "addition")
                        .containerLabel("faas.port", "9000")
                        .label("faas.port", "9001"),
                TaskSample.of("addition", "t1").at("10.0.1.7/24"));

        assertEquals(
                List.of("only the containers carry faas.name: that works, but labels of the service itself "
                        + "(deploy.labels) can be changed without restarting its tasks"),
                service.remarks());
    }

    @Test
    void every_task_is_told_with_its_part_and_swarms_words() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").replicas(2),
                addition("able").slot(1).at("10.0.1.1/24"),
                addition("draining").slot(2).state("running", "shutdown").at("10.0.1.2/24"),
                addition("waiting").slot(3).state("ready", "ready").at("10.0.1.3/24"),
                addition("failed").slot(4).state("failed", "shutdown").error("task: non-zero exit (1)"),
                addition("lost")
                        .slot(5)
                        .node("node-down")
                        .state("running", "shutdown")
                        .at("10.0.1.4/24"),
                addition("over").slot(6).state("shutdown", "shutdown"));

        assertEquals(
                List.of(
                        "able ABLE host-1 10.0.1.1 ",
                        "draining DRAINING host-1 10.0.1.2 ",
                        "waiting NONE host-1 10.0.1.3 ",
                        "failed NONE host-1  task: non-zero exit (1)",
                        "lost NONE host-3 10.0.1.4 "),
                service.tasks().stream()
                        .map(t -> String.join(" ", t.id(), t.role().name(), t.node(), t.address(), t.error()))
                        .toList());
    }

    @Test
    void a_service_scaled_to_nothing_is_told_how_to_start_a_task() {
        Diagnosis.Service service = only(ServiceSample.of("addition").replicas(0));

        assertTrue(service.routed());
        assertEquals(
                List.of("no replica is asked for: start one with docker service scale faas_addition=1"),
                service.remarks());
    }

    @Test
    void replicas_that_are_missing_are_told_with_swarms_newest_error() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").replicas(2),
                addition("t1").version(3).state("rejected", "shutdown").error("No such image: faas/addition:nowhere"),
                addition("t2").version(2).state("failed", "shutdown").error("task: non-zero exit (1)"),
                addition("t3").version(4).state("ready", "ready"),
                addition("t4").version(5).state("preparing", "running"));

        assertEquals(
                List.of("0 of 2 replicas are able to serve (1 preparing, 1 ready), and Swarm's latest error is "
                        + "\"No such image: faas/addition:nowhere\": see docker service ps --no-trunc faas_addition"),
                service.remarks());
    }

    @Test
    void what_keeps_a_task_from_starting_comes_before_what_ended_another() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition"),
                addition("t1").version(9).state("failed", "shutdown").error("task: non-zero exit (1)"),
                addition("t2").version(4).state("pending", "running").error("no suitable node"));

        assertEquals(
                List.of("0 of 1 replicas are able to serve (1 pending), and Swarm's latest error is "
                        + "\"no suitable node\": see docker service ps --no-trunc faas_addition"),
                service.remarks());
    }

    @Test
    void tasks_on_a_lost_node_are_told() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition"),
                addition("lost").node("node-down").state("running", "shutdown").at("10.0.1.1/24"),
                addition("t1").at("10.0.1.2/24"));

        assertEquals(
                List.of("its tasks on host-3 are not called, since Swarm has lost that node: "
                        + "bring it back, or remove it with docker node rm --force"),
                service.remarks());
    }

    @Test
    void a_running_task_without_an_address_for_the_gateway_is_told() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").replicas(2),
                addition("t1").at("10.0.1.1/24"),
                addition("t2").on("net-other", "10.0.9.9/24"));

        assertTrue(
                service.remarks()
                        .contains(
                                "1 of its running tasks has no address on a network of the gateway, and is not called: "
                                        + "restart with docker service update --force faas_addition"),
                service.remarks().toString());
    }

    @Test
    void a_chosen_network_and_a_weight_of_nothing_are_told() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").label("faas.network", "shared").label("faas.weight", "0"),
                addition("t1").at("10.0.1.7/24"));

        assertEquals(
                List.of(
                        "its tasks are called on the network shared, as its label faas.network says",
                        "it gets no calls, since its label faas.weight is 0: give it a weight, or drop the label"),
                service.remarks());
    }

    @Test
    void services_of_one_name_are_told_how_they_share_the_calls() {
        List<String> remarks = sharing(ServiceSample.named("a"), ServiceSample.named("b"));

        assertEquals(
                List.of(
                        "services a and b serve this function together: all their tasks take turns; give them the label "
                                + "faas.weight to share otherwise, or other names if that is not meant"),
                remarks);
    }

    @Test
    void services_of_one_name_are_told_their_weights() {
        List<String> remarks = sharing(
                ServiceSample.named("blue").label("faas.weight", "900").label("faas.balancer", "least-in-flight"),
                ServiceSample.named("green"));

        assertEquals(
                List.of("services blue and green serve this function together: they share its calls by weight, "
                        + "blue 900, green 100 (it names none)"),
                remarks);
    }

    @Test
    void services_of_one_name_that_disagree_are_told_whose_label_holds() {
        List<String> remarks = sharing(
                ServiceSample.named("a").label("faas.retries", "1").label("faas.balancer", "least-in-flight"),
                ServiceSample.named("b").label("faas.hold", "10s"));

        assertEquals(
                List.of(
                        "they do not agree on the label faas.balancer: a, the first by name, decides for all "
                                + "(least-in-flight); give them the same",
                        "they do not agree on the label faas.hold: a, the first by name, decides for all (not set); "
                                + "give them the same",
                        "they do not agree on the label faas.retries: a, the first by name, decides for all (1); "
                                + "give them the same"),
                remarks.subList(1, remarks.size()));
    }

    private static Diagnosis.Service only(ServiceSample service, TaskSample... tasks) {
        List<Diagnosis.Service> services =
                view(services(service), tasks(tasks)).diagnosis().services();
        assertEquals(1, services.size());
        return services.getFirst();
    }

    /** What both of two services with the function {@code addition} and a replica each are told. */
    private static List<String> sharing(ServiceSample one, ServiceSample other) {
        List<SwarmService> services =
                services(one.label("faas.name", "addition"), other.label("faas.name", "addition"));
        List<SwarmTask> tasks = Stream.of(services.getFirst(), services.getLast())
                .map(service -> TaskSample.of(service.name(), service.name() + "-task")
                        .at("10.0.1.7/24")
                        .value())
                .toList();
        List<Diagnosis.Service> told = view(services, tasks).diagnosis().services();
        assertEquals(told.getFirst().remarks(), told.getLast().remarks());
        return told.getFirst().remarks();
    }
}
