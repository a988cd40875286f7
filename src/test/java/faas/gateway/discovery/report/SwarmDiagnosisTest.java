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
import faas.gateway.function.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwarmDiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:30:30Z");

    @Test
    void a_healthy_service_is_listed_with_its_tasks_and_no_remark() {
        Diagnosis diagnosis = view(
                        services(ServiceSample.of("addition")),
                        tasks(addition("t1").at("10.0.1.7/24")))
                .diagnosis(NOW);

        assertEquals(
                new Diagnosis(List.of(new Diagnosis.Service(
                        "faas_addition-id",
                        "faas_addition",
                        "addition",
                        true,
                        Rollout.NONE,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Diagnosis.Task(
                                "t1", 1, "running", "running", "host-1", "10.0.1.7", Diagnosis.Role.ABLE, "")),
                        List.of(new Diagnosis.Label("faas.name", "addition", false))))),
                diagnosis);
    }

    @Test
    void services_without_gateway_labels_are_not_listed() {
        assertEquals(
                Diagnosis.NONE,
                view(services(ServiceSample.named("database")), tasks()).diagnosis(NOW));
    }

    @Test
    void a_service_that_is_not_routed_is_listed_with_every_reason() {
        Diagnosis.Service service =
                only(ServiceSample.named("broken").label("faas.name", "no name").label("faas.port", "none"));

        assertFalse(service.routed());
        assertEquals("no name", service.function());
        assertEquals(2, service.reasons().size());
        assertEquals(
                List.of(
                        "docker service update --label-add faas.name=FUNCTION broken",
                        "docker service update --label-add faas.port=8080 broken"),
                service.commands());
    }

    @Test
    void an_update_that_swarm_paused_is_reported_with_the_commands_that_show_and_undo_it() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").update("paused"), addition("t1").at("10.0.1.7/24"));

        assertEquals(
                List.of(
                        "Swarm has paused its update: see docker service ps --no-trunc faas_addition, mend the cause, and "
                                + "update it again"),
                service.remarks());
        assertEquals(
                List.of("docker service ps --no-trunc faas_addition", "docker service rollback faas_addition"),
                service.commands());
    }

    @Test
    void a_misspelt_name_label_is_reported() {
        Diagnosis.Service service = only(ServiceSample.named("addition").label("faas.nmae", "addition"));

        assertFalse(service.routed());
        assertEquals("", service.function());
        assertEquals(List.of("docker service update --label-add faas.name=FUNCTION addition"), service.commands());
        assertEquals(
                List.of("it has no label faas.name: give it one with the function's name, "
                        + "or remove its other labels of the gateway"),
                service.reasons());
        assertEquals(List.of("faas.nmae is not a label of the gateway; did you mean faas.name?"), service.remarks());
    }

    @Test
    void labels_only_on_the_container_are_reported_with_the_advice_to_move_them() {
        Diagnosis.Service service = only(
                ServiceSample.named("addition")
                        .containerLabel("faas.name", "addition")
                        .containerLabel("faas.port", "9000")
                        .label("faas.port", "9001"),
                TaskSample.of("addition", "t1").at("10.0.1.7/24"));

        assertEquals(
                List.of("faas.name is set on the containers only: this works, but labels of the service itself "
                        + "(deploy.labels) can be changed without restarting its tasks"),
                service.remarks());
    }

    @Test
    void every_task_is_listed_with_its_role_and_swarms_error() {
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
    void a_service_scaled_to_zero_is_reported_with_the_command_that_starts_a_task() {
        Diagnosis.Service service = only(ServiceSample.of("addition").replicas(0));

        assertTrue(service.routed());
        assertEquals(
                List.of("it is scaled to zero: start a task with docker service scale faas_addition=1"),
                service.remarks());
    }

    @Test
    void missing_tasks_are_reported_with_swarms_latest_error() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").replicas(2),
                addition("t1").version(3).state("rejected", "shutdown").error("No such image: faas/addition:nowhere"),
                addition("t2").version(2).state("failed", "shutdown").error("task: non-zero exit (1)"),
                addition("t3").version(4).state("ready", "ready"),
                addition("t4").version(5).state("preparing", "running"));

        assertEquals(
                List.of("0 of 2 tasks are able to serve (1 preparing, 1 ready); Swarm's latest error is "
                        + "\"No such image: faas/addition:nowhere\": see docker service ps --no-trunc faas_addition"),
                service.remarks());
    }

    @Test
    void of_a_long_error_the_end_is_reported_which_names_the_cause() {
        String error = "starting container failed: " + "failed to create a task: ".repeat(10) + "exec format error";
        Diagnosis.Service service = only(
                ServiceSample.of("addition"),
                addition("t1").state("rejected", "shutdown").error(error));

        assertEquals(
                List.of("0 of 1 tasks are able to serve; Swarm's latest error is \"…"
                        + error.substring(error.length() - 200)
                        + "\": see docker service ps --no-trunc faas_addition"),
                service.remarks());
    }

    @Test
    void the_error_that_keeps_a_task_from_starting_takes_precedence_over_that_of_an_ended_task() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition"),
                addition("t1").version(9).state("failed", "shutdown").error("task: non-zero exit (1)"),
                addition("t2").version(4).state("pending", "running").error("no suitable node"));

        assertEquals(
                List.of("0 of 1 tasks are able to serve (1 pending); Swarm's latest error is "
                        + "\"no suitable node\": see docker service ps --no-trunc faas_addition"),
                service.remarks());
    }

    @Test
    void a_task_that_swarm_does_not_allocate_may_lack_an_address() {
        Diagnosis.Service service =
                only(ServiceSample.of("addition"), addition("t1").state("new", "running"));

        assertEquals(
                List.of(
                        "0 of 1 tasks are able to serve (1 new); Swarm has not allocated those that are new: if that lasts, "
                                + "one of its networks has no free address: see docker service ps --no-trunc faas_addition"),
                service.remarks());
    }

    @Test
    void tasks_on_a_node_that_is_down_are_reported() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition"),
                addition("lost").node("node-down").state("running", "shutdown").at("10.0.1.1/24"),
                addition("t1").at("10.0.1.2/24"));

        assertEquals(
                List.of("its tasks on host-3 are not called because that node is down: "
                        + "bring it back, or remove it with docker node rm --force"),
                service.remarks());
    }

    @ParameterizedTest
    @CsvSource({
        "11:30:01, 60 minutes behind that of the manager that created the task",
        "13:31:01, '60 minutes ahead of this gateway''s, or the gateway''s is behind'",
        "12:29:30, ''",
        "12:31:01, ''",
    })
    void a_node_whose_clock_is_wrong_is_reported(String ran, String difference) {
        Diagnosis.Service service = only(
                ServiceSample.of("addition"),
                addition("t1").at("10.0.1.2/24").times("2026-01-31T12:30:01.5Z", "2026-01-31T" + ran + ".123456789Z"));

        assertEquals(
                difference.isEmpty()
                        ? List.of()
                        : List.of(
                                "the clock of node host-1 is " + difference
                                        + ": set it right, since logs and the times of its tasks cannot be compared with others"),
                service.remarks());
    }

    @Test
    void a_running_task_without_an_address_on_a_shared_network_is_reported() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").replicas(2),
                addition("t1").at("10.0.1.1/24"),
                addition("t2").on("net-other", "10.0.9.9/24"));

        assertTrue(
                service.remarks()
                        .contains(
                                "1 of its running tasks has no address on a network shared with the gateway and is not "
                                        + "called: restart the tasks with docker service update --force faas_addition"),
                service.remarks().toString());
    }

    @Test
    void a_selected_network_and_a_weight_of_zero_are_reported() {
        Diagnosis.Service service = only(
                ServiceSample.of("addition").label("faas.network", "shared").label("faas.weight", "0"),
                addition("t1").at("10.0.1.7/24"));

        assertEquals(
                List.of(
                        "its tasks are called on the network shared, selected by its label faas.network",
                        "it gets no calls because its label faas.weight is 0: raise the weight, or remove the label"),
                service.remarks());
    }

    @Test
    void services_of_one_function_are_reported_with_how_they_share_its_calls() {
        List<String> remarks = remarksOnSharing(ServiceSample.named("a"), ServiceSample.named("b"));

        assertEquals(
                List.of(
                        "services a and b share this function: its calls are distributed over all their tasks; set the label "
                                + "faas.weight to distribute them by weight, or use different function names if this is not "
                                + "intended"),
                remarks);
    }

    @Test
    void services_of_one_function_are_reported_with_their_weights() {
        List<String> remarks = remarksOnSharing(
                ServiceSample.named("blue").label("faas.weight", "900").label("faas.balancer", "least-in-flight"),
                ServiceSample.named("green"));

        assertEquals(
                List.of("services blue and green share this function: its calls are distributed by weight, "
                        + "blue 900, green 100 (default)"),
                remarks);
    }

    @Test
    void conflicting_labels_of_services_of_one_function_are_reported_with_the_one_in_force() {
        List<String> remarks = remarksOnSharing(
                ServiceSample.named("a").label("faas.retries", "1").label("faas.balancer", "least-in-flight"),
                ServiceSample.named("b").label("faas.hold", "10s"));

        assertEquals(
                List.of(
                        "they have different values of the label faas.balancer: that of a, the first by name, applies to all "
                                + "(least-in-flight); set the same value on each",
                        "they have different values of the label faas.hold: that of a, the first by name, applies to all (not set); "
                                + "set the same value on each",
                        "they have different values of the label faas.retries: that of a, the first by name, applies to all (1); "
                                + "set the same value on each"),
                remarks.subList(1, remarks.size()));
    }

    private static Diagnosis.Service only(ServiceSample service, TaskSample... tasks) {
        List<Diagnosis.Service> services =
                view(services(service), tasks(tasks)).diagnosis(NOW).services();
        assertEquals(1, services.size());
        return services.getFirst();
    }

    /** The remarks on both of two services with the function {@code addition} and one task each. */
    private static List<String> remarksOnSharing(ServiceSample one, ServiceSample other) {
        List<SwarmService> services =
                services(one.label("faas.name", "addition"), other.label("faas.name", "addition"));
        List<SwarmTask> tasks = Stream.of(services.getFirst(), services.getLast())
                .map(service -> TaskSample.of(service.name(), service.name() + "-task")
                        .at("10.0.1.7/24")
                        .value())
                .toList();
        List<Diagnosis.Service> both = view(services, tasks).diagnosis(NOW).services();
        assertEquals(both.getFirst().remarks(), both.getLast().remarks());
        return both.getFirst().remarks();
    }
}
