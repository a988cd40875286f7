package faas.runtime.server;

import faas.runtime.response.Reply;

/** The code that handles requests. It is called on many threads at once and may block. */
@FunctionalInterface
public interface Endpoint {
    Reply handle(Request request);

    /** A description of the endpoint as JSON. It is requested on an IO thread. */
    default String info() {
        return "{}";
    }
}
