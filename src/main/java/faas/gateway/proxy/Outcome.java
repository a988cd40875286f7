package faas.gateway.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;

/** How one attempt ended. */
sealed interface Outcome {
    /** The whole answer has been read from the task, whatever its status. */
    record Answered() implements Outcome {}

    /** No connection was made: nothing of the call reached the task. */
    record NotConnected(String reason, Cause cause) implements Outcome {
        static NotConnected because(IOException e) {
            return new NotConnected(String.valueOf(e.getMessage()), Cause.of(e));
        }
    }

    /** Why no connection was made. */
    enum Cause {
        /** The task, or its node, said no. */
        REFUSAL,
        /** Nothing at all came back. */
        SILENCE,
        /** The gateway could make none: too many are under way to this task, or no file or port is left to it. */
        OWN;

        static Cause of(IOException e) {
            return switch (e) {
                case NoRouteToHostException silent -> SILENCE;
                case ConnectException refused -> REFUSAL;
                default -> OWN;
            };
        }
    }

    /**
     * The task broke off, or answered with something that is not HTTP.
     *
     * @param replayable whether the call may be sent again: it is idempotent, whole, and nothing of an answer is out
     * @param stale whether it was an idle connection that broke before any of an answer: most likely the task had closed it
     */
    record Broken(String reason, boolean replayable, boolean stale) implements Outcome {
        Broken(String reason, boolean replayable) {
            this(reason, replayable, false);
        }
    }

    /** Nothing came from the task, nor does anything reach it any more; the call may be sent again. */
    record Lost() implements Outcome {}

    /** No byte moved in either direction for as long as a call may be still. */
    record TooSlow() implements Outcome {}

    /** The caller went away; nothing is learnt about the task. */
    record CallerGone() implements Outcome {}

    /** The caller's body turned out to be one that the gateway does not take. */
    record Refused(Problem problem) implements Outcome {}
}
