package faas.runtime.server;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A request, as the endpoint sees it.
 *
 * @param callId from the client, or generated
 * @param query undecoded
 * @param body empty if there is none; must not be changed
 * @param deadline when the client gets a 504
 * @param cancelled whether the response is no longer needed
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

    /** The header fields of a request. */
    @FunctionalInterface
    public interface Fields {

        /** The first value of a field. The name is not case-sensitive. */
        Optional<String> first(String name);
    }

    /** A GET with a query only. */
    public static Request get(String callId, String query) {
        return new Request(callId, "GET", "/", query, _ -> Optional.empty(), new byte[0], Instant.MAX, () -> false);
    }
}
