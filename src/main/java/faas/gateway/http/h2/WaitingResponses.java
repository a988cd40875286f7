package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.FrameOutput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** The responses of a connection that wait for a window or for the connection. Used on one IO thread. */
final class WaitingResponses {
    private final Http2Connection connection;
    private final FrameOutput output;
    private final Set<Http2Response> waiting = new LinkedHashSet<>();

    WaitingResponses(Http2Connection connection, FrameOutput output) {
        this.connection = connection;
        this.output = output;
    }

    void add(Http2Response response) {
        waiting.add(response);
    }

    void remove(Http2Response response) {
        waiting.remove(response);
    }

    void clear() {
        waiting.clear();
    }

    /** Whether any of them can be written. */
    boolean canWrite() {
        for (Http2Response response : waiting) {
            if (response.canWrite()) {
                return true;
            }
        }
        return false;
    }

    /** Lets each of them write, in turn. */
    void wake() {
        if (waiting.isEmpty()) {
            return;
        }
        for (Http2Response response : new ArrayList<>(waiting)) {
            if (output.isCongested()) {
                connection.wakeWhenWritable();
                return;
            }
            // Next time the others come first.
            if (waiting.remove(response)) {
                waiting.add(response);
            }
            response.wake();
        }
    }
}
