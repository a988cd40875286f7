package faas.gateway.http.reply;

import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import org.jspecify.annotations.Nullable;

/** Receives every request of every client, on the IO thread of its connection. */
public interface CallReceiver {
    /**
     * A request was read.
     *
     * @param mistake why it is not to be served; null if nothing is wrong with it as a message
     */
    void receive(CallRequest request, @Nullable Problem mistake);

    /** A connection ends, since what came on it cannot be read; no request is known to belong to it. */
    void refused(Problem problem);

    /** Whether the gateway is about to stop, so that each response is to be the last on its connection. */
    boolean leaving();
}
