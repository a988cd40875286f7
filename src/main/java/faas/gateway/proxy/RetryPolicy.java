package faas.gateway.proxy;

/**
 * Whether a call is tried again on another task.
 *
 * @param maxAttempts tasks one call may be tried on, at least 1
 */
record RetryPolicy(int maxAttempts) {
    /** Three: with one task dying and one starting, the third is a settled one. */
    static final RetryPolicy DEFAULT = new RetryPolicy(3);

    /** Only what was never delivered is tried again, so that no function runs twice. */
    boolean again(Outcome outcome, int attempts) {
        return outcome instanceof Outcome.NotConnected && attempts < maxAttempts;
    }
}
