package faas.gateway.proxy;

/** How one attempt ended. */
sealed interface Outcome {
    /** The whole answer has been read from the task, whatever its status. */
    record Answered() implements Outcome {}

    /** No connection was made: nothing of the call reached the task. */
    record NotConnected(String reason) implements Outcome {}

    /** The task broke off, or answered with something that is not HTTP. */
    record Broken(String reason) implements Outcome {}

    /** No byte moved in either direction for as long as a call may be still. */
    record TooSlow() implements Outcome {}

    /** The caller went away; nothing is learnt about the task. */
    record CallerGone() implements Outcome {}
}
