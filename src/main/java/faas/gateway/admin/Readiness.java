package faas.gateway.admin;

/** Whether the gateway should be sent calls. */
public sealed interface Readiness {
    /** It should. */
    record Ready() implements Readiness {}

    /**
     * It should not.
     *
     * @param reason why, in words for the operator
     */
    record NotReady(String reason) implements Readiness {}
}
