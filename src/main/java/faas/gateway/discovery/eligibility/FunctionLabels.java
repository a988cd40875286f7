package faas.gateway.discovery.eligibility;

import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Balancer;
import faas.gateway.function.DurationRange;
import faas.gateway.function.FunctionName;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The labels of a service that configure its function. */
public sealed interface FunctionLabels {
    /** The label that assigns a service to a function; its value is the function's name. */
    String NAME = "faas.name";

    /** The label by which OpenFaaS names a function; it counts where {@link #NAME} is missing. */
    String OPENFAAS_NAME = "com.openfaas.function";

    /** The port the tasks listen on. */
    String PORT = "faas.port";

    /** The network the tasks are called on, if the service shares several with the gateway. */
    String NETWORK = "faas.network";

    /** How long a call waits for a task that is able to serve. */
    String HOLD = "faas.hold";

    /** How many more tasks a call may be tried on. */
    String RETRIES = "faas.retries";

    /** How calls are distributed over the tasks. */
    String BALANCER = "faas.balancer";

    /** The share of calls among the services of one function. */
    String WEIGHT = "faas.weight";

    /** The port of a service without that label. */
    int DEFAULT_PORT = 8080;

    /** From the shortest useful timeout to one that is practically unlimited. */
    DurationRange TIMEOUT_RANGE = new DurationRange("1ms", "24h");

    /** Clients give up long before the maximum. */
    DurationRange HOLD_RANGE = new DurationRange("0s", "10m");

    /** The service serves no function. */
    record None() implements FunctionLabels {}

    /**
     * The service serves this function.
     *
     * @param network the network to call its tasks on; empty if the label is missing
     * @param remarks one sentence for each label without effect
     */
    record Valid(FunctionName name, int port, Optional<String> network, FunctionPolicy policy, List<String> remarks)
            implements FunctionLabels {
        public Valid {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * The service has labels of the gateway, but its name or port is missing or invalid.
     *
     * @param errors one sentence for each invalid label: its name, its value, and what to write instead
     * @param remarks one sentence for each other label without effect
     */
    record Invalid(List<String> errors, List<String> remarks) implements FunctionLabels {
        public Invalid {
            errors = List.copyOf(errors);
            remarks = List.copyOf(remarks);
        }
    }

    /** Reads the labels of a service; a service label takes precedence over the same label of the containers. */
    static FunctionLabels of(SwarmService service) {
        LabelReader labels = new LabelReader(service);
        if (LabelReader.gatewayLabels(service).isEmpty()
                && labels.text(OPENFAAS_NAME).isEmpty()) {
            return new None();
        }
        List<String> errors = new ArrayList<>();
        Optional<FunctionName> name = name(labels.functionName(), errors);
        Optional<Integer> port = port(labels.text(PORT), errors);
        Optional<String> network = labels.text(NETWORK);
        FunctionPolicy policy = policy(labels);
        if (name.isPresent() && port.isPresent()) {
            return new Valid(name.get(), port.get(), network, policy, labels.remarks());
        }
        return new Invalid(errors, labels.remarks());
    }

    /** Who may call the function of a service, whether the service is routed or not. */
    static AccessPolicy access(SwarmService service) {
        return policy(readerOf(service)).access();
    }

    /** Arguments of {@code docker service update}, one text for each label that closes the function of a service. */
    static List<String> accessFixes(SwarmService service) {
        LabelReader labels = readerOf(service);
        policy(labels);
        return labels.fixes();
    }

    private static LabelReader readerOf(SwarmService service) {
        LabelReader labels = new LabelReader(service);
        List.of(NAME, OPENFAAS_NAME, PORT, NETWORK).forEach(labels::text);
        return labels;
    }

    private static Optional<FunctionName> name(Optional<String> label, List<String> errors) {
        if (label.isEmpty()) {
            errors.add("it has no label " + NAME + ": give it one with the function's name, "
                    + "or remove its other labels of the gateway");
            return Optional.empty();
        }
        try {
            return Optional.of(new FunctionName(label.get()));
        } catch (IllegalArgumentException e) {
            errors.add("label " + NAME + "=" + new Quoted(label.get()) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Integer> port(Optional<String> label, List<String> errors) {
        if (label.isEmpty()) {
            return Optional.of(DEFAULT_PORT);
        }
        OptionalInt port = LabelReader.wholeNumber(label.get(), 1, 65535);
        if (port.isPresent()) {
            return Optional.of(port.getAsInt());
        }
        errors.add("label " + PORT + "=" + new Quoted(label.get())
                + ": write the port the function listens on, 1 to 65535, or remove the label for the default, "
                + DEFAULT_PORT);
        return Optional.empty();
    }

    private static FunctionPolicy policy(LabelReader labels) {
        return new FunctionPolicy(
                labels.duration("faas.timeout", TIMEOUT_RANGE),
                labels.number(RETRIES, 0, 10),
                labels.number("faas.max-inflight", 1, 100_000),
                labels.duration(HOLD, HOLD_RANGE),
                balancer(labels),
                labels.number(WEIGHT, 0, 1000),
                path(labels),
                AccessLabels.read(labels));
    }

    private static Balancer balancer(LabelReader labels) {
        Optional<String> text = labels.text(BALANCER);
        Optional<Balancer> balancer = text.flatMap(label -> Stream.of(Balancer.values())
                .filter(b -> b.label().equals(label))
                .findFirst());
        if (text.isPresent() && balancer.isEmpty()) {
            labels.ignore(
                    BALANCER, text.get(), Balancer.ROUND_ROBIN.label() + " or " + Balancer.LEAST_IN_FLIGHT.label());
        }
        return balancer.orElse(FunctionPolicy.DEFAULT.balancer());
    }

    private static String path(LabelReader labels) {
        String label = "faas.path";
        Optional<String> text = labels.text(label);
        Optional<String> path = text.flatMap(PathPrefix::parse);
        if (text.isPresent() && path.isEmpty()) {
            labels.ignore(label, text.get(), PathPrefix.EXPECTED);
        }
        return path.orElse(FunctionPolicy.DEFAULT.path());
    }
}
