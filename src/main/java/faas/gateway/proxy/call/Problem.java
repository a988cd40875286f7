package faas.gateway.proxy.call;

import faas.gateway.function.FunctionName;

/** A fault that the gateway itself reports to a client (RFC 9457). Its code is also its name in metrics and log. */
public sealed interface Problem
        permits ClientError,
                Problem.UnknownFunction,
                Problem.NoTask,
                Problem.Busy,
                Problem.ConnectFailed,
                Problem.BrokenAnswer,
                Problem.TooSlow,
                Problem.Overloaded,
                Problem.AuthUnavailable,
                Problem.Starting,
                Problem.Draining {
    /**
     * What all problems of a kind share.
     *
     * @param code lower case with underscores; stable
     * @param status the HTTP status of the response
     * @param title the kind in words
     * @param isPassing whether the same call may well succeed in a moment
     */
    record Kind(String code, int status, String title, boolean isPassing) {
        static Kind of(String code, int status, String title) {
            return new Kind(code, status, title, false);
        }

        static Kind passing(String code, int status, String title) {
            return new Kind(code, status, title, true);
        }
    }

    Kind kind();

    /** What happened to this call. */
    String detail();

    default String code() {
        return kind().code();
    }

    default int status() {
        return kind().status();
    }

    default String title() {
        return kind().title();
    }

    default boolean isPassing() {
        return kind().isPassing();
    }

    /** The path names no deployed function. */
    record UnknownFunction(String function) implements Problem {
        private static final Kind KIND = Kind.of("unknown_function", 404, "No such function");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            if (function.isEmpty()) {
                return "The path names no function; call /NAME, /lambda/NAME or /function/NAME.";
            }
            return FunctionName.RESERVED.contains(function)
                    ? "No function can have the name " + function + "; call /NAME, /lambda/NAME or /function/NAME."
                    : "No service with the label faas.name=" + function + " is deployed.";
        }
    }

    /** The function is deployed, but none of its tasks can serve. */
    record NoTask(String function) implements Problem {
        private static final Kind KIND = Kind.passing("no_task", 503, "No task can serve the function");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The function " + function + " is deployed, but none of its tasks is running and healthy.";
        }
    }

    /**
     * Tasks can serve, but none takes a further call now.
     *
     * @param queueFull whether the queue has no room either
     */
    record Busy(String function, boolean queueFull) implements Problem {
        private static final Kind KIND = Kind.passing("busy", 503, "Concurrency limit reached");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return queueFull
                    ? "The queue of " + function + " is full."
                    : "Every task of " + function
                            + " has as many calls in flight as its label faas.max-inflight allows.";
        }
    }

    /** No connection to any of the tasks tried could be made. */
    record ConnectFailed(String function, int tasks) implements Problem {
        private static final Kind KIND = Kind.of("connect_failed", 502, "The function could not be reached");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "No connection to a task of " + function + " could be made; tasks tried: " + tasks + ".";
        }
    }

    /** The task closed the connection, or its response is not valid HTTP. */
    record BrokenAnswer(String function) implements Problem {
        private static final Kind KIND = Kind.of("broken_answer", 502, "The function's response broke off");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The task of " + function + " received the call but sent no valid response; it may have run.";
        }
    }

    /** The task did not respond in time. */
    record TooSlow(String function) implements Problem {
        private static final Kind KIND = Kind.of("too_slow", 504, "The function took too long");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The task of " + function
                    + " received the call but did not respond in time; it may still be running.";
        }
    }

    /** The memory for calls is used up. */
    record Overloaded() implements Problem {
        private static final Kind KIND = Kind.passing("overloaded", 503, "The gateway is overloaded");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "This gateway serves as many calls as its memory allows.";
        }
    }

    /** Whether the credential is valid cannot be found out now. */
    record AuthUnavailable() implements Problem {
        private static final Kind KIND = Kind.passing("auth_unavailable", 503, "The credential cannot be checked now");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "This gateway cannot find out now whether the call's credential is valid.";
        }
    }

    /** The gateway has not read the Swarm yet, so it knows no function. */
    record Starting() implements Problem {
        private static final Kind KIND = Kind.passing("starting", 503, "The gateway is starting");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "This gateway has not yet read which functions exist.";
        }
    }

    /** The gateway is about to stop. */
    record Draining() implements Problem {
        private static final Kind KIND = Kind.passing("draining", 503, "The gateway is stopping");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "This gateway accepts no further calls; another one or its successor will.";
        }
    }
}
