package faas.runtime.config;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Everything about a function's server that can be set. */
public record Settings(InetSocketAddress address, Limits limits, Stopping stopping, Behaviour behaviour) {

    /**
     * What differs in how calls are treated.
     *
     * @param virtualThreads whether calls run on virtual threads instead of a pool of platform threads
     * @param jsonLog whether the log is JSON, one object a line
     * @param strictParameters whether parameters the function does not know are refused
     * @param finiteOnly whether NaN and the infinities are refused as parameters
     * @param refusals whether the function's IllegalArgumentException and ArithmeticException are 400 instead of 500
     * @param showFailures whether a 500 tells the client what was thrown
     * @param subPaths whether paths below / are calls, too
     * @param corsOrigin which origin's pages may call from a browser
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
