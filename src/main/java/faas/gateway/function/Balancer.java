package faas.gateway.function;

/** How the tasks of a service share its calls. */
public enum Balancer {
    /** Each in turn. */
    ROUND_ROBIN("round-robin"),

    /** Of two taken at random, the one with fewer calls in flight. */
    LEAST_IN_FLIGHT("least-in-flight");

    private final String label;

    Balancer(String label) {
        this.label = label;
    }

    /** The value of the label {@code faas.balancer} that asks for it. */
    public String label() {
        return label;
    }
}
