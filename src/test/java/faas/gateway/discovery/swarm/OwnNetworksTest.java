package faas.gateway.discovery.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnNetworksTest {
    @Test
    void the_gateways_task_and_its_container_are_on_the_same_network() throws IOException {
        Set<String> byContainer = OwnNetworks.readContainer(RecordedResponses.json("container.json"))
                .keySet();

        assertEquals(1, byContainer.size());
        assertEquals(
                byContainer, RecordedResponses.reading().context().ownNetworks().keySet());
    }
}
