package faas.gateway.function;

/**
 * One task of a function, as Swarm placed it.
 *
 * @param taskId Swarm's id of the task; identifies it, since Swarm may reuse an address at once
 * @param serviceId Swarm's id of the service the task belongs to
 * @param nodeId Swarm's id of the node the task runs on
 * @param slot the task's number within a replicated service, from 1; 0 for a task of a global service
 * @param address the task's IP address on a network that it shares with the gateway, without the prefix length
 * @param port the port the function listens on, 1–65535
 */
public record Endpoint(String taskId, String serviceId, String nodeId, int slot, String address, int port) {
    public Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** Address and port as in a URI or a {@code Host} field: an IPv6 address in brackets. */
    public String authority() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
