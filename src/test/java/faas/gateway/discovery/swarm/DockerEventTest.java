package faas.gateway.discovery.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerEventTest {
    private static final List<String> NOTHING = List.of();
    private static final List<String> EVERYTHING = List.of("swarm");
    private static final List<String> OWN_NETWORKS = List.of("own networks");
    private static final List<String> SERVICE = List.of("service s1");

    @Test
    void an_event_of_a_service_is_about_that_service() throws Exception {
        assertEquals(
                SERVICE,
                reported("{\"Type\":\"service\",\"Action\":\"update\",\"Actor\":{\"ID\":\"s1\","
                        + "\"Attributes\":{\"name\":\"faas_addition\",\"replicas.new\":\"4\"}},\"scope\":\"swarm\"}"));
    }

    @Test
    void an_event_of_a_container_is_about_the_service_it_is_of() throws Exception {
        assertEquals(
                SERVICE,
                reported(
                        "{\"status\":\"die\",\"id\":\"c1\",\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"c1\","
                                + "\"Attributes\":{\"com.docker.swarm.service.id\":\"s1\",\"exitCode\":\"0\"}}}"));
    }

    @Test
    void the_fields_that_engine_29_leaves_out_tell_nothing_more() throws Exception {
        for (String recorded : RecordedResponses.text("events.json").lines().toList()) {
            JsonObject event = JsonParser.parseString(recorded).getAsJsonObject();
            List.of("status", "id", "from").forEach(event::remove);

            assertEquals(reported(recorded), reported(event.toString()), recorded);
        }
    }

    @Test
    void a_container_of_no_service_is_ignored() throws Exception {
        assertEquals(
                NOTHING,
                reported("{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"c1\",\"Attributes\":{}}}"));
    }

    @Test
    void an_event_of_the_gateways_own_container_may_be_about_its_networks() throws Exception {
        assertEquals(
                OWN_NETWORKS,
                reported("{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"own-container\"}}"));
        assertEquals(OWN_NETWORKS, reported(network("connect", "own-container")));
        assertEquals(OWN_NETWORKS, reported(network("disconnect", "own-container")));
    }

    @Test
    void another_container_that_joins_or_leaves_a_network_is_ignored() throws Exception {
        assertEquals(NOTHING, reported(network("connect", "c1")));
        assertEquals(NOTHING, reported(network("disconnect", "c1")));
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
        assertEquals(EVERYTHING, reported(event));
    }

    private static String network(String action, String container) {
        return "{\"Type\":\"network\",\"Action\":\"" + action
                + "\",\"Actor\":{\"ID\":\"net1\",\"Attributes\":{\"container\":\"" + container + "\"}}}";
    }

    private static List<String> reported(String event) throws IOException {
        Recorder recorder = new Recorder(new ArrayList<>());
        DockerEvent.read(new JsonReader(new StringReader(event))).report(recorder, List.of("own"));
        return recorder.calls();
    }

    /** Records each call as a word. */
    private record Recorder(List<String> calls) implements EventListener {
        @Override
        public void opened() {
            calls.add("opened");
        }

        @Override
        public void serviceChanged(String serviceId) {
            calls.add("service " + serviceId);
        }

        @Override
        public void swarmChanged() {
            calls.add("swarm");
        }

        @Override
        public void ownNetworksChanged() {
            calls.add("own networks");
        }
    }
}
