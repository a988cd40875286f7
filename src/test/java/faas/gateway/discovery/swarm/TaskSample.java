package faas.gateway.discovery.swarm;

import com.google.gson.Gson;
import faas.gateway.discovery.swarm.SwarmTask.Attachment;
import faas.gateway.function.TaskTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sample task. By default it runs as desired in slot 1 on node-1 and is attached to {@link ServiceSample#NETWORK}. */
public final class TaskSample {
    private final String id;
    private final String service;
    private long version;
    private String node = "node-1";
    private int slot = 1;
    private String state = "running";
    private String desiredState = "running";
    private String error = "";
    private String containerId = "";
    private TaskTimes times = TaskTimes.UNKNOWN;
    private final List<Attachment> attachments = new ArrayList<>();

    private TaskSample(String id, String service) {
        this.id = id;
        this.service = service;
    }

    public static TaskSample of(String service, String id) {
        return new TaskSample(id, service);
    }

    /** The one task of the gateway, in the given container. */
    public static TaskSample ofGateway(String containerId) {
        return of("faas_gateway", "gateway-task").container(containerId).at("10.0.1.2/24");
    }

    public TaskSample slot(int number) {
        slot = number;
        return this;
    }

    public TaskSample state(String now, String desired) {
        state = now;
        desiredState = desired;
        return this;
    }

    public TaskSample node(String nodeId) {
        node = nodeId;
        return this;
    }

    /** Swarm's error message. */
    public TaskSample error(String text) {
        error = text;
        return this;
    }

    public TaskSample version(long index) {
        version = index;
        return this;
    }

    /** The id of its container. */
    public TaskSample container(String fullId) {
        containerId = fullId;
        return this;
    }

    /** When its manager created it, and when its node ran it. */
    public TaskSample times(String created, String changed) {
        times = new TaskTimes(created, changed);
        return this;
    }

    public TaskSample at(String address) {
        return on(ServiceSample.NETWORK, address);
    }

    public TaskSample on(String networkId, String... addresses) {
        attachments.add(new Attachment(networkId, "name-of-" + networkId, List.of(addresses)));
        return this;
    }

    public SwarmTask value() {
        return new SwarmTask(
                id, version, service + "-id", node, slot, state, desiredState, error, containerId, attachments, times);
    }

    /** As in the response to {@code GET /tasks}. */
    public String json() {
        List<Map<String, Object>> networks = attachments.stream()
                .map(a -> Map.of(
                        "Network",
                        Map.of("ID", a.networkId(), "Spec", Map.of("Name", a.networkName())),
                        "Addresses",
                        a.addresses()))
                .toList();
        return new Gson()
                .toJson(Map.of(
                        "ID",
                        id,
                        "Version",
                        Map.of("Index", version),
                        "ServiceID",
                        service + "-id",
                        "NodeID",
                        node,
                        "Slot",
                        slot,
                        "DesiredState",
                        desiredState,
                        "Status",
                        Map.of("State", state, "Err", error, "ContainerStatus", Map.of("ContainerID", containerId)),
                        "NetworksAttachments",
                        networks));
    }
}
