package faas.gateway.proxy;

/** A request that the gateway does not take, whichever function it names. */
public sealed interface CallerMistake extends Problem {
    /**
     * The request is not a proper one, or one that the next to read it may read differently.
     *
     * @param mistake what is wrong with it, as a sentence
     */
    record BadRequest(String mistake) implements CallerMistake {
        @Override
        public String code() {
            return "bad_request";
        }

        @Override
        public int status() {
            return 400;
        }

        @Override
        public String title() {
            return "The request is malformed";
        }

        @Override
        public String detail() {
            return mistake;
        }
    }

    /** The request's body is longer than callers may send. */
    record BodyTooLarge(long maxBytes) implements CallerMistake {
        @Override
        public String code() {
            return "body_too_large";
        }

        @Override
        public int status() {
            return 413;
        }

        @Override
        public String title() {
            return "The body is too large";
        }

        @Override
        public String detail() {
            return "The body of a request may have " + maxBytes + " bytes.";
        }
    }

    /** The request's body comes too slowly. */
    record BodyTooSlow() implements CallerMistake {
        @Override
        public String code() {
            return "body_too_slow";
        }

        @Override
        public int status() {
            return 408;
        }

        @Override
        public String title() {
            return "The body came too slowly";
        }

        @Override
        public String detail() {
            return "The body of the request stopped, or came in more slowly than 1 KiB a second.";
        }
    }

    /** The protocol is none that the gateway speaks. */
    record UnknownVersion(String version) implements CallerMistake {
        @Override
        public String code() {
            return "unknown_version";
        }

        @Override
        public int status() {
            return 505;
        }

        @Override
        public String title() {
            return "The version of HTTP is not supported";
        }

        @Override
        public String detail() {
            return "The gateway speaks HTTP/1.0, HTTP/1.1 and HTTP/2, not " + version + ".";
        }
    }

    /** The path is one by which only the platform speaks to a function. */
    record ReservedPath(String function) implements CallerMistake {
        @Override
        public String code() {
            return "reserved_path";
        }

        @Override
        public int status() {
            return 404;
        }

        @Override
        public String title() {
            return "The path is not for callers";
        }

        @Override
        public String detail() {
            return "What " + function + " serves below /_/ is for the platform only.";
        }
    }

    /** The method asks for the request as the function got it, with what the gateway added. */
    record NoTrace() implements CallerMistake {
        @Override
        public String code() {
            return "no_trace";
        }

        @Override
        public int status() {
            return 501;
        }

        @Override
        public String title() {
            return "The method is not supported";
        }

        @Override
        public String detail() {
            return "TRACE would show what the gateway tells functions, so it does not pass it on.";
        }
    }

    /** The method asks for a tunnel, which functions do not serve. */
    record NoTunnel() implements CallerMistake {
        @Override
        public String code() {
            return "no_tunnel";
        }

        @Override
        public int status() {
            return 501;
        }

        @Override
        public String title() {
            return "The method is not supported";
        }

        @Override
        public String detail() {
            return "CONNECT opens a tunnel to another host, which this gateway does not do.";
        }
    }
}
