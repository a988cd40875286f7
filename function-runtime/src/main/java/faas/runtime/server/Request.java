package faas.runtime.server;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One call, as the endpoint sees it.
 *
 * @param callId the client's name for the call, or one made here
 * @param query the query as it was sent, undecoded
 * @param body empty where there is none; not to be changed
 * @param deadline when the client is told that it took too long
 * @param cancelled whether nobody waits for the response any more
 */
@SuppressWarnings("ArrayRecordComponent") // a body is not compared, and a copy would cost its length
public record Request(
        String callId,
        String method,
        String path,
        String query,
        Fields headers,
        byte[] body,
        Instant deadline,
        BooleanSupplier cancelled) {

    /** The header of a request. */
    @FunctionalInterface
    public interface Fields {

        /** The first value of a header, whose name may be in any case. */
        Optional<String> first(String name);
    }

    /** A GET without anything else. */
    public static Request get(String callId, String query) {
        return new Request(callId, "GET", "/", query, _ -> Optional.empty(), new byte[0], Instant.MAX, () -> false);
    }
}
