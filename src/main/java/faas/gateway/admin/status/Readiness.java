package faas.gateway.admin.status;

/** Whether the gateway should get calls. */
public sealed interface Readiness {
    /** It should. */
    record Ready() implements Readiness {}

    /**
     * It should not.
     *
     * @param reason why, for the operator
     */
    record NotReady(String reason) implements Readiness {}
}
