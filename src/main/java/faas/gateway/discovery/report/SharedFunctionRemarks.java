package faas.gateway.discovery.report;

import faas.gateway.discovery.eligibility.FunctionLabels;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Remarks on several services that share one function. */
final class SharedFunctionRemarks {
    private SharedFunctionRemarks() {}

    /**
     * One sentence on how calls are distributed among them, and one for each label that applies to the whole function and
     * has different values.
     *
     * @param services ordered by name
     */
    static List<String> remarks(List<FunctionService> services) {
        List<String> remarks = new ArrayList<>();
        boolean weighted = services.stream().anyMatch(s -> s.policy().weight().isPresent());
        String who = "services "
                + Quoted.all(services.stream().map(FunctionService::name).toList()) + " share this function: ";
        if (weighted) {
            remarks.add(who + "its calls are distributed by weight, " + weights(services));
        } else {
            remarks.add(who + "its calls are distributed over all their tasks; set the label "
                    + FunctionLabels.WEIGHT
                    + " to distribute them by weight, or use different function names if this is not intended");
            disagreement(services, FunctionLabels.BALANCER, SharedFunctionRemarks::balancer, remarks);
        }
        disagreement(services, FunctionLabels.HOLD, SharedFunctionRemarks::hold, remarks);
        disagreement(services, FunctionLabels.RETRIES, SharedFunctionRemarks::retries, remarks);
        return remarks;
    }

    private static String weights(List<FunctionService> services) {
        return services.stream()
                .map(service -> Quoted.name(service.name()) + " "
                        + service.policy().weight().orElse(FunctionPolicy.DEFAULT_WEIGHT)
                        + (service.policy().weight().isEmpty() ? " (default)" : ""))
                .collect(Collectors.joining(", "));
    }

    private static void disagreement(
            List<FunctionService> services,
            String label,
            Function<FunctionPolicy, String> value,
            List<String> remarks) {
        List<String> values =
                services.stream().map(service -> value.apply(service.policy())).toList();
        if (values.stream().distinct().count() > 1) {
            FunctionService first = services.getFirst();
            remarks.add("they have different values of the label " + label + ": that of " + Quoted.name(first.name())
                    + ", the first by name, applies to all (" + values.getFirst() + "); set the same value on each");
        }
    }

    private static String balancer(FunctionPolicy policy) {
        return policy.balancer().label();
    }

    private static String hold(FunctionPolicy policy) {
        return policy.hold().map(SharedFunctionRemarks::seconds).orElse("not set");
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static String retries(FunctionPolicy policy) {
        return policy.retries().isPresent() ? Integer.toString(policy.retries().getAsInt()) : "not set";
    }
}
