package faas.gateway.wire;

/** How a request's body says where it ends (RFC 9112 §6). */
public sealed interface RequestBody {
    /** There is none. */
    record None() implements RequestBody {}

    /** It has as many bytes as its head says. */
    record Sized(long bytes) implements RequestBody {}

    /** It comes in chunks, of which the last is empty. */
    record Chunked() implements RequestBody {}
}
