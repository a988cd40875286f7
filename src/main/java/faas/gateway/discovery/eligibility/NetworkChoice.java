package faas.gateway.discovery.eligibility;

import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.discovery.swarm.SwarmTask;
import faas.gateway.function.Quoted;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The network on which the tasks of a service are called: one it shares with the gateway, never a guess. */
public sealed interface NetworkChoice {
    /** A label that every service of a stack has; its value is the stack's name. */
    String STACK = "com.docker.stack.namespace";

    /**
     * The tasks are called on this network.
     *
     * @param id the network's id
     * @param own the ids of the networks the gateway is on
     */
    record Chosen(String id, Set<String> own) implements NetworkChoice {
        public Chosen {
            own = Set.copyOf(own);
        }

        /**
         * The task's address on it. While a service moves to this network, a task that is not attached to it yet is
         * called on the only network it shares with the gateway.
         */
        public Optional<String> address(SwarmTask task) {
            return attachment(task).stream()
                    .flatMap(attachment -> attachment.addresses().stream())
                    .map(Chosen::withoutPrefixLength)
                    .filter(address -> !address.isEmpty())
                    .findFirst();
        }

        private Optional<SwarmTask.Attachment> attachment(SwarmTask task) {
            List<SwarmTask.Attachment> shared = task.attachments().stream()
                    .filter(attachment -> own.contains(attachment.networkId()))
                    .toList();
            Optional<SwarmTask.Attachment> chosen =
                    shared.stream().filter(a -> a.networkId().equals(id)).findFirst();
            return chosen.or(() -> shared.size() == 1 ? Optional.of(shared.getFirst()) : Optional.empty());
        }

        private static String withoutPrefixLength(String address) {
            int slash = address.indexOf('/');
            return slash < 0 ? address : address.substring(0, slash);
        }
    }

    /**
     * The tasks cannot be called.
     *
     * @param reason why not, and what to do
     */
    record None(String reason) implements NetworkChoice {}

    /**
     * Selects the network of a service.
     *
     * @param label the value of its label for the network
     * @param own the names of the networks the gateway is on, by id
     */
    static NetworkChoice of(
            SwarmService service, List<SwarmTask> tasks, Optional<String> label, Map<String, String> own) {
        if (own.isEmpty()) {
            return new None("no network is shared with the gateway, which does not know its own networks: "
                    + "run the gateway as a service or container, on a network of this service");
        }
        Set<String> requested = sharedOf(service.networks(), own);
        Set<String> attached = sharedOf(networksOfRunning(tasks), own);
        Set<String> shared = new HashSet<>(requested);
        shared.addAll(attached);
        if (shared.isEmpty()) {
            return new None("no network is shared with the gateway: "
                    + "attach this service to a network of the gateway, or the gateway to one of this service");
        }
        if (label.isPresent()) {
            return byLabel(service, label.get(), shared, own);
        }
        // while an update moves the service, only the networks of its next tasks are candidates
        Set<String> candidates = requested.isEmpty() ? attached : requested;
        if (candidates.size() == 1) {
            return new Chosen(candidates.iterator().next(), own.keySet());
        }
        return new None("it shares the networks " + Quoted.all(names(candidates, own))
                + " with the gateway: choose one of them with the label " + FunctionLabels.NETWORK);
    }

    private static NetworkChoice byLabel(
            SwarmService service, String label, Set<String> shared, Map<String, String> own) {
        String prefix = service.labels().getOrDefault(STACK, "") + "_";
        // the full name of a network takes precedence over the short name of another
        for (String name : List.of(label, prefix + label)) {
            List<String> named = shared.stream()
                    .filter(id -> id.equals(name) || name.equals(own.get(id)))
                    .toList();
            if (named.size() == 1) {
                return new Chosen(named.getFirst(), own.keySet());
            }
        }
        return new None("label " + FunctionLabels.NETWORK + "=" + new Quoted(label)
                + " names no network that is shared with the gateway: write " + Quoted.oneOf(names(shared, own))
                + ", or attach both to that network");
    }

    private static Set<String> networksOfRunning(List<SwarmTask> tasks) {
        Set<String> networks = new HashSet<>();
        for (SwarmTask task : tasks) {
            if (task.isRunning()) {
                task.attachments().forEach(attachment -> networks.add(attachment.networkId()));
            }
        }
        return networks;
    }

    private static Set<String> sharedOf(Collection<String> networks, Map<String, String> own) {
        Set<String> shared = new HashSet<>(networks);
        shared.retainAll(own.keySet());
        return shared;
    }

    private static List<String> names(Set<String> ids, Map<String, String> own) {
        return ids.stream().map(id -> own.getOrDefault(id, id)).sorted().toList();
    }
}
