package faas.gateway.proxy.call;

/** A request that the gateway does not serve because of what it is, or of who sends it. */
public sealed interface ClientError extends Problem {
    /**
     * The request is malformed, or the next server to read it may read it differently.
     *
     * @param error what is wrong with it, as a sentence
     */
    record BadRequest(String error) implements ClientError {
        private static final Kind KIND = Kind.of("bad_request", 400, "The request is malformed");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return error;
        }
    }

    /** The request's body is longer than it may be. */
    record BodyTooLarge(long maxBytes) implements ClientError {
        private static final Kind KIND = Kind.of("body_too_large", 413, "The body is too large");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "A request's body may have at most " + maxBytes + " bytes.";
        }
    }

    /** The request's body comes too slowly. */
    record BodyTooSlow() implements ClientError {
        private static final Kind KIND = Kind.of("body_too_slow", 408, "The body came too slowly");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The body of the request stopped, or came at less than 1 KiB a second.";
        }
    }

    /** The gateway does not speak this version of HTTP. */
    record UnknownVersion(String version) implements ClientError {
        private static final Kind KIND = Kind.of("unknown_version", 505, "The HTTP version is not supported");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The gateway speaks HTTP/1.0, HTTP/1.1 and HTTP/2, not " + version + ".";
        }
    }

    /** Only the platform may call this path of a function. */
    record ReservedPath(String function) implements ClientError {
        private static final Kind KIND = Kind.of("reserved_path", 404, "The path is reserved");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Paths of " + function + " below /_/ are for the platform only.";
        }
    }

    /** TRACE would return the request as the function received it, with what the gateway added. */
    record NoTrace() implements ClientError {
        private static final Kind KIND = Kind.of("no_trace", 501, "The method is not supported");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "TRACE would show what the gateway tells functions, so it is not passed on.";
        }
    }

    /** CONNECT asks for a tunnel to another host. */
    record NoTunnel() implements ClientError {
        private static final Kind KIND = Kind.of("no_tunnel", 501, "The method is not supported");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "CONNECT opens a tunnel to another host; this gateway does not.";
        }
    }

    /** The call has no valid credential, or several. */
    record Unauthorized() implements ClientError {
        private static final Kind KIND = Kind.of("unauthorized", 401, "Valid credentials are needed");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Send one valid key, as Authorization: Bearer KEY or X-Api-Key: KEY, or what the operator asks for "
                    + "instead.";
        }
    }

    /** The client has proven by no certificate who it is. */
    record NoCertificate() implements ClientError {
        private static final Kind KIND = Kind.of("no_certificate", 403, "A client certificate is needed");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Connect over TLS, with a valid certificate that the gateway's operator has issued or accepts.";
        }
    }

    /** The client's certificate is valid, but the function is not for it. */
    record WrongCertificate(String subject) implements ClientError {
        private static final Kind KIND =
                Kind.of("wrong_certificate", 403, "Your certificate may not call this function");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Certificates of " + subject + " are not allowed by the function's label faas.auth.subjects.";
        }
    }

    /** Too many invalid credentials came from the client's address. */
    record TooManyGuesses(long seconds) implements ClientError {
        private static final Kind KIND = Kind.of("too_many_guesses", 429, "Too many invalid credentials");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Your address has sent too many invalid credentials; try again in " + seconds + " s.";
        }
    }

    /** Nobody may call the function, because its labels or its secret cannot be used. */
    record Closed() implements ClientError {
        private static final Kind KIND = Kind.of("closed", 403, "The function is closed");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Nobody may call this function until its operator corrects its labels or its secret; the gateway's "
                    + "diagnosis says how.";
        }
    }

    /** The service that decides about calls has refused this one; its own response is passed on. */
    record Denied() implements ClientError {
        private static final Kind KIND = Kind.of("denied", 403, "The call was refused");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The service that decides about calls of this function has refused this one.";
        }
    }

    /** Clients at this address may not call the function. */
    record WrongAddress(String address) implements ClientError {
        private static final Kind KIND = Kind.of("wrong_address", 403, "Your address may not call this function");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "Calls from " + address + " are not allowed by the function's label faas.allow.";
        }
    }

    /** The client calls the function more often than it may. */
    record RateLimited(String limit, long seconds) implements ClientError {
        private static final Kind KIND = Kind.of("rate_limited", 429, "Too many calls");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public String detail() {
            return "The limit is " + limit + "; call again in " + seconds + " s.";
        }
    }
}
