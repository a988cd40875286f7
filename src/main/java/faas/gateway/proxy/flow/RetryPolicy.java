package faas.gateway.proxy.flow;

import faas.gateway.function.FunctionPolicy;
import faas.gateway.proxy.call.Outcome;

/**
 * Whether a call is attempted again.
 *
 * @param byDefault further tasks a call may be attempted on where the function's labels do not say
 */
public record RetryPolicy(int byDefault) {
    /** Two: with one task dying and one starting, the third is a settled one. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(2);

    /**
     * A call that was not delivered may always be attempted again. One that a task may have begun to work on may be only if its
     * method is idempotent (RFC 9110 §9.2.2), its body is complete, and no part of a response was passed on.
     *
     * @param triedOn how many tasks the call has been tried on since it was last in the queue
     * @param redeliveries how often it has been sent again after a task had received it
     */
    boolean again(FunctionPolicy policy, Outcome outcome, int triedOn, int redeliveries) {
        int most = policy.retries().orElse(byDefault);
        return switch (outcome) {
            case Outcome.NotConnected n -> triedOn <= most;
            case Outcome.NotTaken n -> triedOn <= most;
            case Outcome.Broken b -> b.replayable() && redeliveries < most;
            case Outcome.Lost l -> redeliveries < most;
            case Outcome.Answered a -> false;
            case Outcome.TooSlow t -> false;
            case Outcome.ClientGone c -> false;
            case Outcome.Refused r -> false;
        };
    }
}
