package faas.runtime.server;

import faas.runtime.response.Reply;

/** What is served. It is called on many threads at once and may take its time. */
@FunctionalInterface
public interface Endpoint {
    Reply handle(Request request);

    /** What the endpoint tells of itself, as JSON. It is asked on an IO thread. */
    default String info() {
        return "{}";
    }
}
