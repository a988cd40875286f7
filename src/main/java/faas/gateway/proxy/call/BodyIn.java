package faas.gateway.proxy.call;

import faas.gateway.http1.Fields;
import faas.gateway.io.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, without its framing. If the client waits for a 100, reading sends it. A body that turns out to be malformed or
 * too long fails with {@link RefusedBody}.
 */
public interface BodyIn extends ByteSource {
    /** Releases what was read of it and not taken. Nothing more is read. */
    default void discard() {}

    /** Whether all of it has been read, or there is none. */
    boolean isEnded();

    /** The trailers; null if there are none. */
    @Nullable
    Fields trailers();
}
