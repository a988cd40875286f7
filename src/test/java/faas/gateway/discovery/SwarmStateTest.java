package faas.gateway.discovery;

import static faas.gateway.discovery.report.SampleViews.CONTEXT;
import static faas.gateway.discovery.report.SampleViews.addition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.SwarmState.Change;
import faas.gateway.discovery.docker.DockerFault;
import faas.gateway.discovery.report.SampleViews;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmNode;
import faas.gateway.discovery.swarm.SwarmReader.PartialReading;
import faas.gateway.discovery.swarm.SwarmReader.Reading;
import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.FunctionService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwarmStateTest {
    private static final String ADDITION = "faas_addition-id";
    private static final String FACTORIAL = "faas_factorial-id";
    private static final ServiceSample SERVICE = ServiceSample.of("addition");
    private static final SwarmTask TASK = addition("t1").at("10.0.1.7/24").value();

    private final SwarmState state = new SwarmState(URI.create("tcp://manager:2375"));

    @Test
    void a_reading_without_changes_changes_nothing() throws DockerFault {
        state.apply(reading(List.of(SERVICE.value()), List.of(TASK)), 0);
        FunctionService before = onlyService();

        Change change = state.apply(reading(List.of(SERVICE.value()), List.of(TASK)), 1);

        assertTrue(change.isNone());
        assertSame(before, onlyService());
    }

    @Test
    void the_order_of_the_lists_does_not_matter() throws DockerFault {
        SwarmTask other = addition("t2").slot(2).at("10.0.1.8/24").value();
        state.apply(reading(List.of(SERVICE.value()), List.of(TASK, other)), 0);

        assertTrue(state.apply(reading(List.of(SERVICE.value()), List.of(other, TASK)), 1)
                .isNone());
    }

    @Test
    void a_partial_reading_replaces_the_services_it_covers_and_nothing_else() throws DockerFault {
        state.apply(
                reading(List.of(SERVICE.value(), ServiceSample.of("factorial").value()), List.of(TASK)), 0);

        Change change = state.apply(new PartialReading(Set.of(ADDITION), List.of(SERVICE.value()), List.of()), 1);

        assertEquals(new Change(Set.of(ADDITION), Set.of(), false), change);
        assertEquals(
                Set.of("addition", "factorial"),
                state.view().snapshot().functions().keySet());
        assertEquals(Set.of(ADDITION, FACTORIAL), state.unsettled());
    }

    @Test
    void a_service_that_a_partial_reading_requested_and_did_not_find_is_removed() throws DockerFault {
        state.apply(reading(List.of(SERVICE.value()), List.of(TASK)), 0);

        Change change = state.apply(new PartialReading(Set.of(ADDITION, "never-known"), List.of(), List.of()), 1);

        assertEquals(new Change(Set.of(ADDITION), Set.of(ADDITION), false), change);
        assertEquals(Map.of(), state.view().snapshot().functions());
    }

    @Test
    void a_change_of_the_gateways_networks_evaluates_every_service_again() throws DockerFault {
        state.apply(reading(List.of(SERVICE.value()), List.of(TASK)), 0);

        state.apply(
                new Reading(
                        List.of(SERVICE.value()),
                        List.of(TASK),
                        new SwarmContext(CONTEXT.nodes(), Map.of("net-elsewhere", "elsewhere"))),
                1);

        assertEquals(Map.of(), state.view().snapshot().functions());
    }

    @Test
    void a_reading_with_a_lower_version_of_a_service_a_task_or_a_node_is_rejected() throws DockerFault {
        state.apply(whole(10, 20, 30), 0);

        assertRefused(whole(9, 20, 30), "service " + ADDITION);
        assertRefused(whole(10, 19, 30), "a task of service " + ADDITION);
        assertRefused(whole(10, 20, 29), "node n1");
        assertTrue(state.apply(whole(10, 20, 30), 1).isNone());
    }

    @Test
    void an_older_partial_reading_is_rejected() throws DockerFault {
        state.apply(whole(10, 20, 30), 0);

        assertThrows(
                DockerFault.class,
                () -> state.apply(new PartialReading(Set.of(ADDITION), List.of(service(9)), List.of(task(20))), 1));
    }

    @Test
    void a_missing_version_does_not_count_as_lower() throws DockerFault {
        state.apply(whole(10, 20, 30), 0);

        assertFalse(state.apply(whole(0, 0, 0), 1).isNone());
    }

    @Test
    void an_older_state_that_lasts_is_accepted_in_the_end() throws DockerFault {
        state.apply(whole(10, 20, 30), 0);
        assertThrows(DockerFault.class, () -> state.apply(whole(9, 20, 30), seconds(5)));
        assertThrows(DockerFault.class, () -> state.apply(whole(9, 20, 30), seconds(34)));

        state.apply(whole(9, 20, 30), seconds(35));

        assertTrue(state.apply(whole(9, 20, 30), seconds(36)).isNone());
    }

    @Test
    void the_current_state_in_between_restarts_the_wait() throws DockerFault {
        state.apply(whole(10, 20, 30), 0);
        assertThrows(DockerFault.class, () -> state.apply(whole(9, 20, 30), seconds(5)));
        state.apply(whole(10, 20, 30), seconds(20));

        assertThrows(DockerFault.class, () -> state.apply(whole(9, 20, 30), seconds(40)));
    }

    private void assertRefused(Reading older, String what) {
        DockerFault fault = assertThrows(DockerFault.class, () -> state.apply(older, 1));
        assertEquals(
                "the manager at tcp://manager:2375 reported an older state of " + what
                        + " than before: it may have lost the other managers; run \"docker node ls\" there, or point "
                        + "DOCKER_HOST at another manager",
                fault.reason());
    }

    private FunctionService onlyService() {
        return SampleViews.function(state.view(), "addition").services().getFirst();
    }

    private static Reading whole(long serviceVersion, long taskVersion, long nodeVersion) {
        return new Reading(
                List.of(service(serviceVersion)),
                List.of(task(taskVersion)),
                new SwarmContext(
                        Map.of("n1", new SwarmNode("n1", nodeVersion, "host-1", "ready")), CONTEXT.ownNetworks()));
    }

    private static SwarmService service(long version) {
        SwarmService s = SERVICE.value();
        return new SwarmService(
                s.id(),
                version,
                s.name(),
                s.labels(),
                s.containerLabels(),
                s.mode(),
                s.replicas(),
                s.networks(),
                s.rollout(),
                s.behindMesh(),
                s.spec());
    }

    private static SwarmTask task(long version) {
        SwarmTask t = TASK;
        return new SwarmTask(
                t.id(),
                version,
                t.serviceId(),
                t.nodeId(),
                t.slot(),
                t.state(),
                t.desiredState(),
                t.error(),
                t.containerId(),
                t.attachments(),
                t.times());
    }

    private static Reading reading(List<SwarmService> services, List<SwarmTask> tasks) {
        return new Reading(services, tasks, CONTEXT);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
