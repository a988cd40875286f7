package faas.gateway.admin.status;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Endpoint;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.RateLimit;
import faas.gateway.routing.EjectionTimes;
import faas.gateway.routing.RoutingTable;
import faas.gateway.routing.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One function as JSON for {@code /system/table}; the components are its fields.
 *
 * @param replicas the number of requested tasks of all its services
 * @param availableReplicas the number of tasks that can take calls
 * @param tasks the tasks that can take calls
 * @param draining the tasks that are stopping but still run
 */
record FunctionStatus(
        String name,
        int replicas,
        int availableReplicas,
        List<Service> services,
        List<Task> tasks,
        List<Task> draining) {
    /** Creates no upstream for a task that no call has needed yet. */
    static FunctionStatus of(DeployedFunction function, RoutingTable table) {
        List<FunctionService> services = function.services();
        List<Task> tasks = tasks(services, FunctionService::endpoints, table);
        return new FunctionStatus(
                function.name(),
                function.replicas(),
                tasks.size(),
                services.stream().map(Service::of).toList(),
                tasks,
                tasks(services, FunctionService::draining, table));
    }

    /** The tasks of services that get calls. */
    private static List<Task> tasks(
            List<FunctionService> services, Function<FunctionService, List<Endpoint>> endpoints, RoutingTable table) {
        return services.stream()
                .filter(service -> service.policy().weight().orElse(FunctionPolicy.DEFAULT_WEIGHT) > 0)
                .flatMap(service -> endpoints.apply(service).stream())
                .map(endpoint -> Task.of(endpoint, table.knownUpstream(endpoint), table.ejection(endpoint)))
                .toList();
    }

    /** A Swarm service with the function's name. */
    record Service(String id, String name, int port, int replicas, Policy policy) {
        static Service of(FunctionService service) {
            return new Service(
                    service.id(), service.name(), service.port(), service.replicas(), Policy.of(service.policy()));
        }
    }

    /** What its labels say about its calls; absent where a label is missing. */
    record Policy(
            @Nullable Double timeoutSeconds,
            @Nullable Integer retries,
            @Nullable Integer maxInFlight,
            @Nullable Double holdSeconds,
            String balancer,
            @Nullable Integer weight,
            String path,
            @Nullable Access access) {
        static Policy of(FunctionPolicy policy) {
            return new Policy(
                    policy.timeout().map(timeout -> timeout.toMillis() / 1e3).orElse(null),
                    orNull(policy.retries()),
                    orNull(policy.maxInFlight()),
                    policy.hold().map(hold -> hold.toMillis() / 1e3).orElse(null),
                    policy.balancer().label(),
                    orNull(policy.weight()),
                    policy.path(),
                    Access.of(policy.access()));
        }

        private static @Nullable Integer orNull(OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        }
    }

    /** Who may call, as its labels say; absent where a label is missing. */
    record Access(
            boolean closed,
            @Nullable String auth,
            List<String> allow,
            @Nullable String rate,
            List<String> cors,
            boolean internal) {
        static @Nullable Access of(AccessPolicy policy) {
            if (policy.equals(AccessPolicy.DEFAULT)) {
                return null;
            }
            return new Access(
                    policy.closed(),
                    policy.authentication().map(Access::text).orElse(null),
                    policy.allow().stream().map(AddressBlock::toString).toList(),
                    policy.rate().map(RateLimit::toString).orElse(null),
                    policy.origins(),
                    policy.internal());
        }

        /** Such as {@code key of faas-keys}. */
        private static String text(Authentication authentication) {
            return switch (authentication) {
                case Authentication.None none -> "none";
                case Authentication.Key key -> "key of " + key.secret();
                case Authentication.Signature signature -> "hmac of " + signature.secret();
                case Authentication.Password password -> "basic of " + password.secret();
                case Authentication.Forward forward -> "forward";
                case Authentication.Certificate certificate ->
                    "certificate" + (certificate.subjects().isEmpty() ? "" : " of " + certificate.subjects());
                case Authentication.Token token -> "jwt of " + token.issuer() + " for " + token.audience();
                case Authentication.Any any ->
                    any.ways().stream().map(Access::text).collect(Collectors.joining(", "));
            };
        }
    }

    /**
     * A task, and the gateway's counters of it.
     *
     * @param ejected whether it gets no calls for now, because connections to it failed
     * @param ejectedSeconds for how long; absent if it is not ejected
     * @param probeSeconds until a call finds out whether it can be reached again, 0 for the next one; absent likewise
     * @param worked calls that got a response
     * @param failed calls that got none because of the task
     */
    record Task(
            String id,
            String service,
            String node,
            int slot,
            String address,
            int port,
            boolean ejected,
            @Nullable Double ejectedSeconds,
            @Nullable Double probeSeconds,
            int inFlight,
            long worked,
            long failed) {
        static Task of(Endpoint e, Optional<Upstream> upstream, Optional<EjectionTimes> ejection) {
            return new Task(
                    e.taskId(),
                    e.serviceId(),
                    e.nodeId(),
                    e.slot(),
                    e.address(),
                    e.port(),
                    ejection.isPresent(),
                    ejection.map(times -> seconds(times.lasts())).orElse(null),
                    ejection.map(times -> seconds(times.untilProbe())).orElse(null),
                    upstream.map(Upstream::inFlight).orElse(0),
                    upstream.map(Upstream::succeeded).orElse(0L),
                    upstream.map(Upstream::failed).orElse(0L));
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1e3;
        }
    }
}
