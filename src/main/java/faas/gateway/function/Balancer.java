package faas.gateway.function;

/** How the calls of a service are distributed over its tasks. */
public enum Balancer {
    /** Each task in turn. */
    ROUND_ROBIN("round-robin"),

    /** Of two random tasks the one with fewer calls in flight. */
    LEAST_IN_FLIGHT("least-in-flight");

    private final String label;

    Balancer(String label) {
        this.label = label;
    }

    /** The value of the label {@code faas.balancer} that selects it. */
    public String label() {
        return label;
    }
}
