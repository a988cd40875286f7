package faas.gateway.discovery.report;

import static faas.gateway.discovery.report.SampleViews.addition;
import static faas.gateway.discovery.report.SampleViews.addresses;
import static faas.gateway.discovery.report.SampleViews.function;
import static faas.gateway.discovery.report.SampleViews.services;
import static faas.gateway.discovery.report.SampleViews.taskIds;
import static faas.gateway.discovery.report.SampleViews.tasks;
import static faas.gateway.discovery.report.SampleViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmService.Mode;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.discovery.swarm.TaskSample;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwarmViewTest {
    @Test
    void a_call_must_satisfy_every_service_of_the_name_even_one_that_is_not_routed() {
        SwarmView view = view(
                services(
                        ServiceSample.named("a").label("faas.name", "f"),
                        ServiceSample.named("b").label("faas.name", "f").label("faas.auth", "none"),
                        ServiceSample.named("c")
                                .label("faas.name", "f")
                                .label("faas.auth.keys", "orders")
                                .label("faas.port", "none"),
                        ServiceSample.named("d").label("faas.name", "g")),
                List.of());

        assertEquals(2, function(view, "f").services().size());
        assertEquals(
                List.of(
                        AccessPolicy.DEFAULT,
                        new AccessPolicy(false, Optional.of(new Authentication.None())),
                        new AccessPolicy(false, Optional.of(new Authentication.Key("orders", Optional.empty())))),
                function(view, "f").access());
        assertEquals(List.of(), function(view, "g").access());
    }

    @Test
    void a_function_is_served_by_the_able_tasks_of_its_service() {
        SwarmView view = view(
                services(ServiceSample.of("addition").label("faas.port", "9000").replicas(2)),
                tasks(
                        addition("t1").slot(1).at("10.0.1.7/24"),
                        addition("t2").slot(2).at("10.0.1.8/24")));

        FunctionService service = new FunctionService(
                "faas_addition-id",
                "faas_addition",
                9000,
                2,
                FunctionPolicy.DEFAULT,
                List.of(
                        new Endpoint("t1", "faas_addition-id", "node-1", 1, "10.0.1.7", 9000),
                        new Endpoint("t2", "faas_addition-id", "node-1", 2, "10.0.1.8", 9000)),
                List.of());
        assertEquals(
                Map.of("addition", new DeployedFunction("addition", List.of(service))),
                view.snapshot().functions());
        assertEquals(List.of(), view.complaints().lines());
        assertTrue(view.settled());
    }

    @Test
    void endpoints_are_in_the_order_of_slots_then_of_ids_whatever_the_order_of_the_list() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(
                        addition("t-b").slot(10).at("10.0.1.1/24"),
                        addition("t-c").slot(2).at("10.0.1.2/24"),
                        addition("t-a").slot(2).at("10.0.1.3/24")));

        assertEquals(List.of("t-a", "t-c", "t-b"), taskIds(view, "addition"));
    }

    @ParameterizedTest
    @CsvSource({
        "new, running", "pending, running", "starting, running", "ready, ready", "running, shutdown",
        "running, remove", "failed, shutdown", "complete, shutdown", "rejected, shutdown", "orphaned, remove",
        "of_the_future, running", "running, of_the_future"
    })
    void a_task_in_any_other_state_takes_no_calls(String state, String desired) {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(addition("t1").state(state, desired).at("10.0.1.7/24")));

        assertEquals(List.of(), taskIds(view, "addition"));
        assertEquals(List.of(), view.complaints().lines());
    }

    @Test
    void a_function_scaled_to_zero_stays_known() {
        SwarmView view = view(services(ServiceSample.of("addition").replicas(0)), tasks());

        assertEquals(List.of(), taskIds(view, "addition"));
        assertTrue(view.settled());
    }

    @Test
    void an_address_that_a_dead_task_had_before_belongs_to_the_live_one() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(
                        addition("dead").state("failed", "shutdown").at("10.0.1.7/24"),
                        addition("live").at("10.0.1.7/24")));

        assertEquals(List.of("live"), taskIds(view, "addition"));
    }

    @Test
    void two_tasks_in_one_slot_both_count_while_both_run() {
        SwarmView view = view(
                services(ServiceSample.of("addition").update("updating")),
                tasks(addition("old").at("10.0.1.7/24"), addition("new").at("10.0.1.8/24")));

        assertEquals(List.of("new", "old"), taskIds(view, "addition"));
        assertFalse(view.settled());
    }

    @Test
    void several_services_with_one_name_share_the_function() {
        SwarmView view = view(
                services(
                        ServiceSample.named("b").label("faas.name", "addition").label("faas.port", "9000"),
                        ServiceSample.named("a").containerLabel("faas.name", "addition")),
                tasks(
                        TaskSample.of("b", "t1").at("10.0.1.1/24"),
                        TaskSample.of("a", "t2").at("10.0.1.2/24")));

        DeployedFunction addition = function(view, "addition");
        assertEquals(
                List.of("a", "b"),
                addition.services().stream().map(FunctionService::name).toList());
        assertEquals(List.of("10.0.1.2", "10.0.1.1"), addresses(view, "addition"));
        assertEquals(
                List.of(8080, 9000),
                addition.endpoints().stream().map(Endpoint::port).toList());
    }

    @Test
    void a_global_service_has_as_many_tasks_as_swarm_wants_running() {
        SwarmView view = view(
                services(ServiceSample.of("addition").mode(Mode.GLOBAL)),
                tasks(
                        addition("t1").slot(0).at("10.0.1.1/24"),
                        addition("t2").slot(0).at("10.0.1.2/24").state("starting", "running"),
                        addition("t3").slot(0).at("10.0.1.3/24").state("shutdown", "shutdown")));

        assertEquals(2, function(view, "addition").services().getFirst().replicas());
        assertEquals(List.of("t1"), taskIds(view, "addition"));
        assertFalse(view.settled());
    }

    @Test
    void a_job_is_never_routed() {
        SwarmView view = view(
                services(ServiceSample.of("addition").mode(Mode.JOB)),
                tasks(addition("t1").state("running", "complete").at("10.0.1.7/24")));

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(
                List.of(
                        "service \"faas_addition\" is not routed: it is a job, whose tasks end by themselves: deploy it "
                                + "with mode replicated or global, or remove the label faas.name"),
                view.complaints().lines());
    }

    @Test
    void a_service_with_invalid_labels_is_not_routed_and_each_label_is_reported() {
        SwarmView view = view(
                services(
                        ServiceSample.of("fine"),
                        ServiceSample.named("broken")
                                .label("faas.name", "no name")
                                .label("faas.port", "none")),
                tasks());

        assertEquals(Set.of("fine"), view.snapshot().functions().keySet());
        assertEquals(2, view.complaints().lines().size());
        assertTrue(view.complaints().lines().stream()
                .allMatch(complaint -> complaint.startsWith("service \"broken\" is not routed: label faas.")));
    }

    @Test
    void a_service_without_gateway_labels_is_ignored_without_a_complaint() {
        SwarmView view = view(
                services(ServiceSample.named("database").onlyOn("net-other")),
                tasks(TaskSample.of("database", "t1").state("starting", "running")));

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(List.of(), view.complaints().lines());
        assertTrue(view.settled());
    }

    @Test
    void tasks_of_a_removed_service_are_ignored() {
        SwarmView view =
                view(services(), tasks(addition("t1").state("running", "remove").at("10.0.1.7/24")));

        assertEquals(Map.of(), view.snapshot().functions());
        assertTrue(view.settled());
    }

    @Test
    void a_service_is_unsettled_while_tasks_are_missing_surplus_or_still_stopping() {
        ServiceSample two = ServiceSample.of("addition").replicas(2);
        TaskSample one = addition("t1").at("10.0.1.1/24");
        TaskSample another = addition("t2").at("10.0.1.2/24");
        TaskSample third = addition("t3").at("10.0.1.3/24");
        TaskSample draining = addition("t4").state("running", "remove").at("10.0.1.4/24");

        assertFalse(view(services(two), tasks(one)).settled());
        assertTrue(view(services(two), tasks(one, another)).settled());
        assertFalse(view(services(two), tasks(one, another, third)).settled());
        assertFalse(view(services(two), tasks(one, another, draining)).settled());
    }

    @Test
    void the_order_of_the_lists_makes_no_difference() {
        List<SwarmService> services = services(
                ServiceSample.named("a").label("faas.name", "f"),
                ServiceSample.named("b").label("faas.name", "f"));
        List<SwarmTask> tasks = tasks(
                TaskSample.of("a", "t1").at("10.0.1.1/24"),
                TaskSample.of("a", "t2").at("10.0.1.2/24"),
                TaskSample.of("b", "t3").at("10.0.1.3/24"));

        assertEquals(view(services, tasks), view(services.reversed(), tasks.reversed()));
    }
}
