package faas.gateway.admin.openfaas;

import faas.gateway.function.DeployedFunction;
import faas.gateway.function.ServiceSpec;
import faas.gateway.function.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A function as OpenFaaS describes it; the components are the fields, and absent ones are null. Of several services with the
 * name, the first describes it, and the tasks of all count.
 */
record FunctionJson(
        String name,
        String namespace,
        String image,
        @Nullable String envProcess,
        @Nullable Map<String, String> envVars,
        @Nullable List<String> constraints,
        @Nullable List<String> secrets,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Nullable Resources limits,
        @Nullable Resources requests,
        @Nullable Boolean readOnlyRootFilesystem,
        double invocationCount,
        int replicas,
        int availableReplicas,
        @Nullable String createdAt,
        @Nullable UsageJson usage) {
    /** The variable that tells OpenFaaS's watchdog what to run. */
    private static final String PROCESS = "fprocess";

    /** The label by which OpenFaaS's tools know a function. */
    private static final String LABEL = "com.openfaas.function";

    /** CPU as Kubernetes writes it, and memory in bytes. */
    record Resources(@Nullable String memory, @Nullable String cpu) {
        static @Nullable Resources of(ServiceSpec.Resources of) {
            return of.equals(ServiceSpec.Resources.NONE)
                    ? null
                    : new Resources(
                            of.memoryBytes() == 0 ? null : Long.toString(of.memoryBytes()),
                            of.nanoCpus() == 0 ? null : of.nanoCpus() / 1_000_000 + "m");
        }
    }

    /** Thousandths of a processor, and bytes. */
    record UsageJson(double cpu, double totalMemoryBytes) {}

    static FunctionJson of(
            DeployedFunction function, Map<String, ServiceSpec> specs, long calls, Optional<Usage> usage) {
        ServiceSpec spec = specs.getOrDefault(function.services().getFirst().id(), ServiceSpec.NONE);
        Map<String, String> labels = new TreeMap<>(spec.labels());
        labels.putIfAbsent(LABEL, function.name());
        Map<String, String> variables = new TreeMap<>(spec.environment());
        String process = variables.remove(PROCESS);
        return new FunctionJson(
                function.name(),
                Namespace.NAME,
                spec.image(),
                process,
                orNull(variables),
                orNull(spec.constraints()),
                orNull(spec.secrets()),
                labels,
                orNull(spec.annotations()),
                Resources.of(spec.limits()),
                Resources.of(spec.reservations()),
                spec.readOnly() ? true : null,
                calls,
                function.replicas(),
                function.endpoints().size(),
                spec.createdAt().isEmpty() ? null : spec.createdAt(),
                usage.map(known -> new UsageJson(known.milliCpus(), known.memoryBytes()))
                        .orElse(null));
    }

    private static @Nullable Map<String, String> orNull(Map<String, String> map) {
        return map.isEmpty() ? null : new TreeMap<>(map);
    }

    private static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list.stream().sorted().toList();
    }
}
