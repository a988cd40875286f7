package faas.gateway.admin;

import faas.gateway.admin.page.PageResponse;
import faas.gateway.proxy.call.Call;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are being sent, up to a limit. Thread-safe. */
final class OpenStreams {
    private final int max;
    private final Set<StreamedResponse> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    OpenStreams(int max) {
        this.max = max;
    }

    /** Begins to send a stream, on the call's IO thread; false if there are too many. */
    synchronized boolean start(Call call, PageResponse.Stream stream) {
        if (stopped || open.size() >= max) {
            return false;
        }
        StreamedResponse response = new StreamedResponse(call, stream);
        open.add(response);
        call.ending().onEnded(() -> open.remove(response));
        response.start();
        return true;
    }

    /** Ends all of them; no other begins. */
    synchronized void stop() {
        stopped = true;
        open.forEach(StreamedResponse::stop);
    }
}
