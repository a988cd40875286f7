package faas.gateway.proxy.call;

import faas.gateway.io.OutOfBuffersException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;

/** How one attempt ended. */
public sealed interface Outcome {
    /** The outcome of a failure: {@code otherwise}, unless it was the gateway that had no memory for the call. */
    static Outcome of(IOException e, Outcome otherwise) {
        return e.getCause() instanceof OutOfBuffersException ? new Refused(new Problem.Overloaded()) : otherwise;
    }

    /** The whole response was read from the task, whatever its status. */
    record Answered() implements Outcome {}

    /** No connection was made: no part of the call reached the task. */
    record NotConnected(String reason, Cause cause) implements Outcome {
        public static NotConnected because(IOException e) {
            return new NotConnected(String.valueOf(e.getMessage()), Cause.of(e));
        }
    }

    /** Why no connection was made. */
    enum Cause {
        /** The task or its node refused it. */
        REFUSAL,
        /** Nothing came back. */
        SILENCE,
        /** The gateway could not make one: too many to this task are being made, or no file or port is left. */
        OWN;

        public static Cause of(IOException e) {
            return switch (e) {
                case NoRouteToHostException silent -> SILENCE;
                case ConnectException refused -> REFUSAL;
                default -> OWN;
            };
        }
    }

    /**
     * The task broke off, or sent something that is not HTTP.
     *
     * @param replayable whether the call may be sent again: it is idempotent, its body is complete, and no part of a response was
     *     passed on
     * @param stale whether an idle connection broke before any part of a response came: most likely the task had closed it
     */
    record Broken(String reason, boolean replayable, boolean stale) implements Outcome {
        public Broken(String reason, boolean replayable) {
            this(reason, replayable, false);
        }
    }

    /** Nothing came from the task, nor does anything reach it any more; the call may be sent again. */
    record Lost() implements Outcome {}

    /** The task answered that it has not taken the call, and nothing of the call's body is used up: another task may get it. */
    record NotTaken() implements Outcome {}

    /** No byte moved in either direction within the call's timeout. */
    record TooSlow() implements Outcome {}

    /** The client is gone; this says nothing about the task. */
    record ClientGone() implements Outcome {}

    /** The gateway refuses to go on: the client's body is invalid, or memory is used up. This says nothing about the task. */
    record Refused(Problem problem) implements Outcome {}
}
