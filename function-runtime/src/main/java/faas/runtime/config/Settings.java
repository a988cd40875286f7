package faas.runtime.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/** All settings of a server. */
public record Settings(InetSocketAddress address, Limits limits, Stopping stopping, Behaviour behaviour) {

    /**
     * How calls are handled.
     *
     * @param virtualThreads whether calls run on virtual threads instead of a pool of platform threads
     * @param jsonLog whether the log is JSON, one object a line
     * @param strictParameters whether unknown parameters are rejected
     * @param finiteOnly whether NaN and the infinities are rejected as parameters
     * @param refusals whether IllegalArgumentException and ArithmeticException from the function are a 400 instead of a
     *     500
     * @param showFailures whether a 500 contains the exception
     * @param subPaths whether paths below / are calls, too
     * @param corsOrigin the origin whose pages may call from a browser
     */
    public record Behaviour(
            boolean virtualThreads,
            boolean jsonLog,
            boolean strictParameters,
            boolean finiteOnly,
            boolean refusals,
            boolean showFailures,
            boolean subPaths,
            Optional<String> corsOrigin) {

        public static final Behaviour DEFAULT =
                new Behaviour(false, false, false, false, true, false, false, Optional.empty());
    }
}
