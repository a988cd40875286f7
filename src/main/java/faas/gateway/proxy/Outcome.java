package faas.gateway.proxy;

/** How one attempt ended. */
sealed interface Outcome {
    /** The whole answer has been read from the task, whatever its status. */
    record Answered() implements Outcome {}

    /**
     * No connection was made: nothing of the call reached the task.
     *
     * @param silent whether nothing at all came back, not even a refusal
     */
    record NotConnected(String reason, boolean silent) implements Outcome {}

    /**
     * The task broke off, or answered with something that is not HTTP.
     *
     * @param replayable whether the call may be sent again: it is idempotent, whole, and nothing of an answer is out
     */
    record Broken(String reason, boolean replayable) implements Outcome {}

    /** Nothing came from the task, nor does anything reach it any more; the call may be sent again. */
    record Lost() implements Outcome {}

    /** No byte moved in either direction for as long as a call may be still. */
    record TooSlow() implements Outcome {}

    /** The caller went away; nothing is learnt about the task. */
    record CallerGone() implements Outcome {}
}
