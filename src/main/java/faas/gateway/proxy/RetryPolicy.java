package faas.gateway.proxy;

import faas.gateway.function.FunctionPolicy;

/**
 * Whether a call is tried again on another task.
 *
 * @param byDefault further tasks a call may be tried on where the function's labels do not say
 */
record RetryPolicy(int byDefault) {
    /** Two: with one task dying and one starting, the third is a settled one. */
    static final RetryPolicy DEFAULT = new RetryPolicy(2);

    /**
     * What was never delivered may always be tried again; what a task may have begun to work on only if the method is
     * idempotent (RFC 9110 §9.2.2), the request is still whole, and nothing of an answer is out.
     *
     * @param triedOn how many tasks the call has been tried on since it last waited
     * @param redeliveries how often it has been sent again after a task had taken it
     */
    boolean again(FunctionPolicy policy, Outcome outcome, int triedOn, int redeliveries) {
        int most = policy.retries().orElse(byDefault);
        return switch (outcome) {
            case Outcome.NotConnected n -> triedOn <= most;
            case Outcome.Broken b -> b.replayable() && redeliveries < most;
            case Outcome.Lost l -> redeliveries < most;
            case Outcome.Answered a -> false;
            case Outcome.TooSlow t -> false;
            case Outcome.CallerGone c -> false;
            case Outcome.Refused r -> false;
        };
    }
}
