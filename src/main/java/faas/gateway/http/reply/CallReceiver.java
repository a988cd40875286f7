package faas.gateway.http.reply;

import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import org.jspecify.annotations.Nullable;

/** Receives each request, on the IO thread of its connection. */
public interface CallReceiver {
    /**
     * The head of a request was read.
     *
     * @param problem why it must be refused; null if it is well-formed
     */
    void receive(CallRequest request, @Nullable Problem problem);

    /** A connection ends because its bytes cannot be parsed. They belong to no known request. */
    void connectionFailed(Problem problem);

    /** Whether each response must close its connection, because the gateway is about to stop. */
    boolean keepAliveDisabled();
}
