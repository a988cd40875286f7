package faas.gateway.proxy;

import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.Problem;

/** Responds with a problem instead of a function's response that has not begun. */
@FunctionalInterface
public interface ProblemResponder {
    /**
     * Sends the response and ends the call; the response must not have started.
     *
     * @param fields further fields of the response, as {@code WWW-Authenticate}
     */
    void respond(Call call, Problem problem, Fields fields);
}
