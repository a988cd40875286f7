package faas.gateway.discovery;

import faas.gateway.function.FunctionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the labels of a service say of the function it serves. */
sealed interface FunctionLabels {
    /** The label that makes a service serve a function; its value is the function's name. */
    String NAME = "faas.name";

    /** The label for the port its tasks listen on. */
    String PORT = "faas.port";

    /** The port of a service without the label. */
    int DEFAULT_PORT = 8080;

    /** The service serves no function. */
    record None() implements FunctionLabels {}

    /** The service serves this function. */
    record Valid(FunctionName name, int port) implements FunctionLabels {}

    /**
     * The service is meant to serve a function, but cannot.
     *
     * @param mistakes one sentence for each label at fault: its name, its value, and what to write instead
     */
    record Invalid(List<String> mistakes) implements FunctionLabels {
        public Invalid {
            mistakes = List.copyOf(mistakes);
        }
    }

    /** Reads the labels of a service; one of the service itself wins over the same one of its containers. */
    static FunctionLabels of(SwarmService service) {
        Optional<String> nameLabel = value(service, NAME);
        if (nameLabel.isEmpty()) {
            return new None();
        }
        List<String> mistakes = new ArrayList<>();
        Optional<FunctionName> name = name(nameLabel.get(), mistakes);
        Optional<Integer> port = port(value(service, PORT), mistakes);
        if (name.isPresent() && port.isPresent()) {
            return new Valid(name.get(), port.get());
        }
        return new Invalid(mistakes);
    }

    private static Optional<FunctionName> name(String label, List<String> mistakes) {
        try {
            return Optional.of(new FunctionName(label));
        } catch (IllegalArgumentException e) {
            mistakes.add("label " + NAME + "=" + Quoted.text(label) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Integer> port(Optional<String> label, List<String> mistakes) {
        if (label.isEmpty()) {
            return Optional.of(DEFAULT_PORT);
        }
        String digits = label.get();
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return Optional.of(port);
            }
        }
        mistakes.add("label " + PORT + "=" + Quoted.text(digits)
                + ": write the port the function listens on, 1 to 65535, or leave the label out for " + DEFAULT_PORT);
        return Optional.empty();
    }

    private static Optional<String> value(SwarmService service, String label) {
        return Optional.ofNullable(service.labels().get(label))
                .or(() -> Optional.ofNullable(service.containerLabels().get(label)));
    }
}
