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

/** What there is to say where several services serve one function. */
final class SharedFunctionRemarks {
    private SharedFunctionRemarks() {}

    /**
     * One sentence on how they share the calls, and one for each label that holds for the function as a whole and on which
     * they do not agree.
     *
     * @param services ordered by name
     */
    static List<String> remarks(List<FunctionService> services) {
        List<String> remarks = new ArrayList<>();
        boolean weighted = services.stream().anyMatch(s -> s.policy().weight().isPresent());
        String who = "services "
                + Quoted.all(services.stream().map(FunctionService::name).toList()) + " serve this function together: ";
        if (weighted) {
            remarks.add(who + "they share its calls by weight, " + weights(services));
        } else {
            remarks.add(who + "all their tasks take turns; give them the label " + FunctionLabels.WEIGHT
                    + " to share otherwise, or other names if that is not meant");
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
                        + (service.policy().weight().isEmpty() ? " (it names none)" : ""))
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
            remarks.add("they do not agree on the label " + label + ": " + Quoted.name(first.name())
                    + ", the first by name, decides for all (" + values.getFirst() + "); give them the same");
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
