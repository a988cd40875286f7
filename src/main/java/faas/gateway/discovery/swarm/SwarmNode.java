package faas.gateway.discovery.swarm;

import com.google.gson.stream.JsonReader;
import faas.gateway.discovery.docker.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One node, with the fields that routing needs.
 *
 * @param id Swarm's id of the node
 * @param version Swarm's index of its last change; 0 if missing
 * @param hostName the name of its machine
 * @param state Swarm's name for its state; {@code unknown}, as after a change of leader, does not mean down
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Node/operation/NodeList">GET /nodes</a>
 */
public record SwarmNode(String id, long version, String hostName, String state) {
    /** Whether the managers have lost it and replace its tasks. */
    boolean isDown() {
        return state.equals("down");
    }

    /** Reads the response to {@code GET /nodes}. */
    static List<SwarmNode> readAll(JsonReader in) throws IOException {
        List<SwarmNode> nodes = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            nodes.add(new Reader().read(in));
        }
        in.endArray();
        return nodes;
    }

    /** Collects the fields of one node in any order. */
    private static final class Reader {
        private String id = "";
        private OptionalLong version = OptionalLong.empty();
        private String hostName = "";
        private String state = "";

        SwarmNode read(JsonReader json) throws IOException {
            Json.object(json, (field, in) -> {
                switch (field) {
                    case "ID" -> id = Json.text(in);
                    case "Version" -> Json.field(in, "Index", value -> version = Json.number(value));
                    case "Description" -> Json.field(in, "Hostname", value -> hostName = Json.text(value));
                    case "Status" -> Json.field(in, "State", value -> state = Json.text(value));
                    default -> in.skipValue();
                }
            });
            return new SwarmNode(id, version.orElse(0), hostName, state);
        }
    }
}
