package faas.gateway.discovery;

import static faas.gateway.discovery.Views.addition;
import static faas.gateway.discovery.Views.addresses;
import static faas.gateway.discovery.Views.services;
import static faas.gateway.discovery.Views.taskIds;
import static faas.gateway.discovery.Views.tasks;
import static faas.gateway.discovery.Views.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.discovery.SwarmReader.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedNetworkTest {
    @Test
    void the_address_is_taken_from_the_shared_network_never_from_the_first() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-other", ServiceSample.NETWORK)),
                tasks(addition("t1").on("net-other", "10.0.9.9/24").at("10.0.1.7/24")));

        assertEquals(List.of("10.0.1.7"), addresses(view, "addition"));
    }

    @Test
    void of_several_shared_networks_the_one_with_the_least_id_is_taken() {
        SwarmTask oneWay = addition("t1")
                .on("net-of-gateway", "10.0.2.7/24")
                .at("10.0.1.7/24")
                .value();
        SwarmTask otherWay = addition("t1")
                .at("10.0.1.7/24")
                .on("net-of-gateway", "10.0.2.7/24")
                .value();

        for (SwarmTask task : List.of(oneWay, otherWay)) {
            SwarmView view = view(services(ServiceSample.of("addition")), List.of(task));

            assertEquals(List.of("10.0.2.7"), addresses(view, "addition"));
        }
    }

    @Test
    void a_task_without_an_address_on_the_shared_network_takes_no_calls_yet() {
        SwarmView view = view(
                services(ServiceSample.of("addition")),
                tasks(addition("t1").on(ServiceSample.NETWORK), addition("t2").on("net-other", "10.0.9.9/24")));

        assertEquals(List.of(), taskIds(view, "addition"));
        assertEquals(List.of(), view.complaints());
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
                view.complaints());
    }

    @Test
    void tasks_still_on_the_shared_network_serve_while_the_service_moves_away_from_it() {
        SwarmView view = view(
                services(ServiceSample.of("addition").onlyOn("net-other").update("updating")),
                tasks(addition("t1").at("10.0.1.7/24")));

        assertEquals(List.of("t1"), taskIds(view, "addition"));
    }

    @Test
    void a_gateway_that_does_not_know_its_networks_says_so() {
        SwarmView view = SwarmView.of(new Reading(
                services(ServiceSample.of("addition")),
                tasks(addition("t1").at("10.0.1.7/24")),
                new Surroundings(Map.of(), Map.of())));

        assertEquals(Map.of(), view.snapshot().functions());
        assertEquals(
                List.of(
                        "service \"faas_addition\" is not routed: no network is shared with the gateway, which does not "
                                + "know its own networks: run the gateway as a service or container, on a network of this "
                                + "service"),
                view.complaints());
    }
}
