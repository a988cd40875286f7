package faas.gateway.discovery.eligibility;

import static faas.gateway.discovery.report.SampleViews.addition;
import static faas.gateway.discovery.report.SampleViews.addresses;
import static faas.gateway.discovery.report.SampleViews.services;
import static faas.gateway.discovery.report.SampleViews.taskIds;
import static faas.gateway.discovery.report.SampleViews.tasks;
import static faas.gateway.discovery.report.SampleViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.report.SampleViews;
import faas.gateway.discovery.report.SwarmView;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.discovery.swarm.SwarmContext;
import faas.gateway.discovery.swarm.SwarmReader.Reading;
import faas.gateway.discovery.swarm.SwarmTask;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkChoiceTest {
    @Test
    void the_address_is_taken_from_the_shared_network_never_from_the_first() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-other", ServiceSample.NETWORK)),
                tasks(addition("t1").on("net-other", "10.0.9.9/24").at("10.0.1.7/24")));

        assertEquals(List.of("10.0.1.7"), addresses(view, "addition"));
    }

    @Test
    void with_several_shared_networks_the_gateway_does_not_guess() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-of-gateway", ServiceSample.NETWORK)),
                tasks(addition("t1").at("10.0.1.7/24").on("net-of-gateway", "10.0.2.7/24")));

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(
                List.of(
                        "service \"faas_addition\" is not routed: it shares the networks of-gateway and shared with the "
                                + "gateway: choose one of them with the label faas.network"),
                view.complaints().lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"net-of-stack", "mine_functions", "functions"})
    void the_label_selects_a_network_by_id_by_name_or_by_name_without_the_stack(String label) {
        SwarmView view = SampleViews.view(new Reading(
                services(ServiceSample.of("addition")
                        .label("com.docker.stack.namespace", "mine")
                        .label("faas.network", label)
                        .onlyOn("net-of-stack", ServiceSample.NETWORK)),
                tasks(addition("t1").at("10.0.1.7/24").on("net-of-stack", "10.0.2.7/24")),
                new SwarmContext(Map.of(), Map.of("net-of-stack", "mine_functions", ServiceSample.NETWORK, "shared"))));

        assertEquals(List.of("10.0.2.7"), addresses(view, "addition"));
    }

    @Test
    void a_full_name_takes_precedence_over_another_networks_short_name() {
        SwarmView view = SampleViews.view(new Reading(
                services(ServiceSample.of("addition")
                        .label("com.docker.stack.namespace", "mine")
                        .label("faas.network", "functions")
                        .onlyOn("net-1", "net-2")),
                tasks(addition("t1").on("net-1", "10.0.1.7/24").on("net-2", "10.0.2.7/24")),
                new SwarmContext(Map.of(), Map.of("net-1", "mine_functions", "net-2", "functions"))));

        assertEquals(List.of("10.0.2.7"), addresses(view, "addition"));
    }

    @Test
    void a_label_that_names_a_network_that_is_not_shared_is_reported_with_those_that_are() {
        SwarmView view = view(
                services(ServiceSample.of("addition")
                        .label("faas.network", "elsewhere")
                        .onlyOn("net-of-gateway", ServiceSample.NETWORK)),
                tasks());

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(
                List.of(
                        "service \"faas_addition\" is not routed: label faas.network=\"elsewhere\" names no network that "
                                + "is shared with the gateway: write of-gateway or shared, or attach both to that network"),
                view.complaints().lines());
    }

    @Test
    void the_ingress_network_is_never_used() throws IOException {
        List<SwarmTask> tasks = SwarmTask.readAll(new JsonReader(new StringReader("""
                [{"ID": "t1", "ServiceID": "faas_addition-id", "NodeID": "node-1", "Slot": 1, "DesiredState": "running",
                  "Status": {"State": "running"},
                  "NetworksAttachments": [
                    {"Network": {"ID": "net-ingress", "Spec": {"Name": "ingress", "Ingress": true}},
                     "Addresses": ["10.0.0.9/24"]},
                    {"Network": {"ID": "net-shared", "Spec": {"Name": "shared"}}, "Addresses": ["10.0.1.7/24"]}]}]""")));

        SwarmView view = SampleViews.view(new Reading(
                services(ServiceSample.of("addition")),
                tasks,
                new SwarmContext(Map.of(), Map.of("net-ingress", "ingress", ServiceSample.NETWORK, "shared"))));

        assertEquals(List.of("10.0.1.7"), addresses(view, "addition"));
    }

    @Test
    void a_task_without_an_address_on_the_shared_network_takes_no_calls_yet() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(addition("t1").on(ServiceSample.NETWORK), addition("t2").on("net-other", "10.0.9.9/24")));

        assertEquals(List.of(), taskIds(view, "addition"));
        assertEquals(List.of(), view.complaints().lines());
    }

    @Test
    void a_service_on_no_network_of_the_gateway_is_not_routed() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-other")),
                tasks(addition("t1").on("net-other", "10.0.9.9/24")));

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(
                List.of("service \"faas_addition\" is not routed: no network is shared with the gateway: "
                        + "attach this service to a network of the gateway, or the gateway to one of this service"),
                view.complaints().lines());
    }

    @Test
    void tasks_still_on_the_shared_network_serve_while_the_service_moves_away_from_it() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-other").update("updating")),
                tasks(addition("t1").at("10.0.1.7/24")));

        assertEquals(List.of("t1"), taskIds(view, "addition"));
    }

    @Test
    void a_service_that_moves_between_shared_networks_is_called_on_both_during_the_update() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-of-gateway").update("updating")),
                tasks(
                        addition("new").slot(1).on("net-of-gateway", "10.0.2.7/24"),
                        addition("old").slot(2).at("10.0.1.7/24")));

        assertEquals(List.of("10.0.2.7", "10.0.1.7"), addresses(view, "addition"));
    }

    @Test
    void a_gateway_that_does_not_know_its_networks_reports_it() {
        SwarmView view = SampleViews.view(new Reading(
                services(ServiceSample.of("addition")),
                tasks(addition("t1").at("10.0.1.7/24")),
                new SwarmContext(Map.of(), Map.of())));

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(
                List.of(
                        "service \"faas_addition\" is not routed: no network is shared with the gateway, which does not "
                                + "know its own networks: run the gateway as a service or container, on a network of this "
                                + "service"),
                view.complaints().lines());
    }
}
