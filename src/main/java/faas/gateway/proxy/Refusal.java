package faas.gateway.proxy;

import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.Problem;

/**
 * A call is not admitted.
 *
 * @param fields further fields of the response, as {@code WWW-Authenticate}
 */
public record Refusal(Problem problem, Fields fields) implements Decision {
    /** A refusal without further fields. */
    public Refusal(Problem problem) {
        this(problem, new Fields());
    }
}
