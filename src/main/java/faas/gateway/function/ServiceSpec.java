package faas.gateway.function;

import java.util.List;
import java.util.Map;

/**
 * How a service was deployed, as far as it is shown to the operator.
 *
 * @param createdAt as Docker writes it, RFC 3339; empty if it is not known
 * @param image with its tag and digest
 * @param environment of its containers
 * @param labels of the service, and those of its containers that the service does not have itself
 * @param annotations the labels of its containers
 * @param constraints where its tasks may run
 * @param secrets the names of its secrets
 * @param limits what its tasks may use
 * @param reservations what its tasks are promised
 * @param readOnly whether the file system of its containers is read-only
 */
public record ServiceSpec(
        String createdAt,
        String image,
        Map<String, String> environment,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> constraints,
        List<String> secrets,
        Resources limits,
        Resources reservations,
        boolean readOnly) {
    /**
     * CPU and memory; 0 for none.
     *
     * @param nanoCpus billionths of a processor
     */
    public record Resources(long nanoCpus, long memoryBytes) {
        public static final Resources NONE = new Resources(0, 0);
    }

    /** Nothing is known. */
    public static final ServiceSpec NONE = new ServiceSpec(
            "", "", Map.of(), Map.of(), Map.of(), List.of(), List.of(), Resources.NONE, Resources.NONE, false);

    public ServiceSpec {
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        constraints = List.copyOf(constraints);
        secrets = List.copyOf(secrets);
    }
}
