package faas.gateway.http1;

/** How a message's body says where it ends (RFC 9112 §6.3). */
public sealed interface BodyFraming {
    /** There is none. */
    record None() implements BodyFraming {}

    /** It has as many bytes as its head says. */
    record Sized(long bytes) implements BodyFraming {}

    /** It comes in chunks, of which the last is empty. */
    record Chunked() implements BodyFraming {}

    /** It ends with the connection. */
    record UntilClose() implements BodyFraming {}
}
