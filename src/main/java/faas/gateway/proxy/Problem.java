package faas.gateway.proxy;

/**
 * A fault of the gateway's own, as told to the caller (RFC 9457). Its code is also its name in metrics and log.
 */
public sealed interface Problem
        permits CallerMistake,
                Problem.UnknownFunction,
                Problem.NoTask,
                Problem.Busy,
                Problem.ConnectFailed,
                Problem.BrokenAnswer,
                Problem.TooSlow,
                Problem.Overloaded,
                Problem.Starting,
                Problem.Draining {
    /** Lower case with underscores; stable. */
    String code();

    /** The HTTP status to answer with. */
    int status();

    /** What kind of fault it is; the same for every occurrence. */
    String title();

    /** What happened to this call. */
    String detail();

    /** Whether the same call may well succeed in a moment. */
    default boolean passing() {
        return false;
    }

    /** The path leads to no deployed function. */
    record UnknownFunction(String function) implements Problem {
        @Override
        public String code() {
            return "unknown_function";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String title() {
            return "No such function";
        }

        @Override
        public String detail() {
            return function.isEmpty()
                    ? "The path names no function; call /NAME, /lambda/NAME or /function/NAME."
                    : "No service with the label faas.name=" + function + " is deployed.";
        }
    }

    /** The function is deployed, but none of its tasks can serve. */
    record NoTask(String function) implements Problem {
        @Override
        public String code() {
            return "no_task";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return "No task to serve the function";
        }

        @Override
        public String detail() {
            return "The function " + function + " is deployed, but no task of it is running and healthy.";
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /**
     * Tasks are able to serve, but there is no place for the call.
     *
     * @param roomFull whether it was not even the tasks but the waiting room that had none
     */
    record Busy(String function, boolean roomFull) implements Problem {
        @Override
        public String code() {
            return "busy";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return "No place for the call";
        }

        @Override
        public String detail() {
            return roomFull
                    ? "As many calls of " + function + " wait for a task as may wait at a time."
                    : "Every task of " + function
                            + " has as many calls in flight as its label faas.max-inflight allows.";
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** None of the tasks that were tried accepted a connection. */
    record ConnectFailed(String function, int tasks) implements Problem {
        @Override
        public String code() {
            return "connect_failed";
        }

        @Override
        public int status() {
            return 502;
        }

        @Override
        public String title() {
            return "The function could not be reached";
        }

        @Override
        public String detail() {
            return "No connection to a task of " + function + " could be made; tasks tried: " + tasks + ".";
        }
    }

    /** The task closed the connection or answered in a way that is not HTTP. */
    record BrokenAnswer(String function) implements Problem {
        @Override
        public String code() {
            return "broken_answer";
        }

        @Override
        public int status() {
            return 502;
        }

        @Override
        public String title() {
            return "The function's answer broke off";
        }

        @Override
        public String detail() {
            return "The task of " + function + " took the call but gave no valid answer; it may have run.";
        }
    }

    /** The task did not answer in time. */
    record TooSlow(String function) implements Problem {
        @Override
        public String code() {
            return "too_slow";
        }

        @Override
        public int status() {
            return 504;
        }

        @Override
        public String title() {
            return "The function took too long";
        }

        @Override
        public String detail() {
            return "The task of " + function + " took the call but did not answer in time; it may still be running.";
        }
    }

    /** The memory for calls is used up. */
    record Overloaded() implements Problem {
        @Override
        public String code() {
            return "overloaded";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return "The gateway is overloaded";
        }

        @Override
        public String detail() {
            return "This gateway has as many calls under way as its memory allows.";
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** The gateway has not read the Swarm yet, so that it knows of no function. */
    record Starting() implements Problem {
        @Override
        public String code() {
            return "starting";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return "The gateway is starting";
        }

        @Override
        public String detail() {
            return "This gateway has not read yet which functions there are.";
        }

        @Override
        public boolean passing() {
            return true;
        }
    }

    /** The gateway is about to stop and takes no further calls. */
    record Draining() implements Problem {
        @Override
        public String code() {
            return "draining";
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return "The gateway is stopping";
        }

        @Override
        public String detail() {
            return "This gateway takes no further calls; another one, or its successor, will.";
        }

        @Override
        public boolean passing() {
            return true;
        }
    }
}
