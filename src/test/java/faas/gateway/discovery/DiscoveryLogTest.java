package faas.gateway.discovery;

import static faas.gateway.discovery.report.SampleViews.addition;
import static faas.gateway.discovery.report.SampleViews.services;
import static faas.gateway.discovery.report.SampleViews.tasks;
import static faas.gateway.discovery.report.SampleViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DiscoveryLogTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Discovery.class);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final DiscoveryLog log = new DiscoveryLog();

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(lines);
    }

    @Test
    void of_many_changes_at_once_a_hundred_are_logged_and_the_others_counted() {
        Map<String, DeployedFunction> many = new HashMap<>();
        for (int i = 0; i < 130; i++) {
            many.put(
                    "f" + i,
                    new DeployedFunction(
                            "f" + i,
                            List.of(new FunctionService(
                                    "s" + i, "s" + i, 8080, 1, FunctionPolicy.DEFAULT, List.of(), List.of()))));
        }

        log.changed(Snapshot.EMPTY, new Snapshot(many));

        assertEquals(101, lines.list.size());
        assertEquals("and 30 more functions changed", lines.list.getLast().getFormattedMessage());
    }

    @Test
    void a_reason_why_a_service_is_not_routed_is_logged_once_and_its_resolution_once() {
        ServiceSample broken = ServiceSample.of("addition").label("faas.port", "none");

        read(broken);
        read(broken);
        read(ServiceSample.of("addition"));
        read(ServiceSample.of("addition"));

        assertEquals(
                List.of(
                        "WARN service \"faas_addition\" is not routed: label faas.port=\"none\": write the port the "
                                + "function listens on, 1 to 65535, or remove the label for the default, 8080",
                        "INFO service \"faas_addition\": all problems are resolved"),
                logged());
    }

    @Test
    void a_label_without_effect_is_logged_once_and_its_resolution_once() {
        read(ServiceSample.of("addition").label("faas.prot", "9000"));
        read(ServiceSample.of("addition").label("faas.prot", "9000"));
        read(ServiceSample.of("addition").label("faas.port", "9000"));

        assertEquals(
                List.of(
                        "WARN service \"faas_addition\": faas.prot is not a label of the gateway; did you mean faas.port?",
                        "INFO service \"faas_addition\": all problems are resolved"),
                logged());
    }

    @Test
    void one_error_in_place_of_another_is_not_a_resolution() {
        read(ServiceSample.of("addition").label("faas.hold", "soon"));
        read(ServiceSample.of("addition").label("faas.hold", "later"));

        assertEquals(2, logged().size());
    }

    @Test
    void the_removal_of_a_service_is_not_a_resolution() {
        read(ServiceSample.of("addition").label("faas.port", "none"));
        read();

        assertEquals(1, logged().size());
    }

    @Test
    void services_of_one_function_are_logged_without_a_warning() {
        ServiceSample one = ServiceSample.named("a").label("faas.name", "addition");
        ServiceSample other = ServiceSample.named("b").label("faas.name", "addition");

        read(one, other);
        read(one, other);
        read(one);

        assertEquals(
                List.of(
                        "INFO function addition: services a and b share this function: its calls are distributed over all their "
                                + "tasks; set the label faas.weight to distribute them by weight, or use different function "
                                + "names if this is not intended"),
                logged());
    }

    @Test
    void temporary_conditions_are_not_logged() {
        log.complaints(view(
                        services(
                                ServiceSample.of("addition").replicas(3),
                                ServiceSample.of("asleep").replicas(0)),
                        tasks(
                                addition("t1").state("pending", "running").error("no suitable node"),
                                addition("t2").node("node-down").at("10.0.1.7/24")))
                .complaints());

        assertEquals(List.of(), logged());
    }

    private void read(ServiceSample... services) {
        log.complaints(view(services(services), tasks()).complaints());
    }

    private List<String> logged() {
        return lines.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
