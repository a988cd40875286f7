package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.Hints.Heard;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerEventTest {
    private static final Optional<Heard> NOTHING = Optional.empty();
    private static final Optional<Heard> EVERYTHING = heard(Scope.EVERYTHING, false);
    private static final Optional<Heard> OWN_NETWORKS = heard(Scope.EVERYTHING, true);
    private static final Optional<Heard> SERVICE = heard(Scope.of(Set.of("s1")), false);

    @Test
    void an_event_of_a_service_is_about_that_service() throws Exception {
        assertEquals(
                SERVICE,
                hint("{\"Type\":\"service\",\"Action\":\"update\",\"Actor\":{\"ID\":\"s1\","
                        + "\"Attributes\":{\"name\":\"faas_addition\",\"replicas.new\":\"4\"}},\"scope\":\"swarm\"}"));
    }

    @Test
    void an_event_of_a_container_is_about_the_service_it_is_of() throws Exception {
        assertEquals(
                SERVICE,
                hint(
                        "{\"status\":\"die\",\"id\":\"c1\",\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"c1\","
                                + "\"Attributes\":{\"com.docker.swarm.service.id\":\"s1\",\"exitCode\":\"0\"}}}"));
    }

    @Test
    void a_container_of_no_service_is_nobodys_business() throws Exception {
        assertEquals(
                NOTHING,
                hint("{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"c1\",\"Attributes\":{}}}"));
    }

    @Test
    void an_event_of_the_gateways_own_container_may_be_about_its_networks() throws Exception {
        assertEquals(
                OWN_NETWORKS,
                hint("{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"own-container\"}}"));
        assertEquals(OWN_NETWORKS, hint(network("connect", "own-container")));
        assertEquals(OWN_NETWORKS, hint(network("disconnect", "own-container")));
    }

    @Test
    void another_container_that_joins_or_leaves_a_network_tells_nothing() throws Exception {
        assertEquals(NOTHING, hint(network("connect", "c1")));
        assertEquals(NOTHING, hint(network("disconnect", "c1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\":\"node\",\"Action\":\"update\",\"Actor\":{\"ID\":\"n1\"}}",
                "{\"Type\":\"network\",\"Action\":\"remove\",\"Actor\":{\"ID\":\"net1\"}}",
                "{\"Type\":\"service\",\"Action\":\"update\"}",
                "{\"Type\":\"of-the-future\",\"Actor\":[]}",
                "{}",
                "[]"
            })
    void any_other_event_may_be_about_everything(String event) throws Exception {
        assertEquals(EVERYTHING, hint(event));
    }

    private static String network(String action, String container) {
        return "{\"Type\":\"network\",\"Action\":\"" + action
                + "\",\"Actor\":{\"ID\":\"net1\",\"Attributes\":{\"container\":\"" + container + "\"}}}";
    }

    private static Optional<Heard> hint(String event) throws IOException, InterruptedException {
        Hints hints = new Hints(() -> 7);
        DockerEvent.read(new JsonReader(new StringReader(event))).tell(hints, List.of("own"));
        return hints.take(0);
    }

    private static Optional<Heard> heard(Scope scope, boolean ownNetworks) {
        return Optional.of(new Heard(7, scope, ownNetworks, Set.of()));
    }
}
