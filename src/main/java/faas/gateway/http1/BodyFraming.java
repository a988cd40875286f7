package faas.gateway.http1;

/** How the end of a message's body is found (RFC 9112 §6.3). */
public sealed interface BodyFraming {
    /** The message has no body. */
    record None() implements BodyFraming {}

    /** The head declares the length. */
    record Sized(long bytes) implements BodyFraming {}

    /** The body is chunked. Its last chunk is empty. */
    record Chunked() implements BodyFraming {}

    /** The body ends with the connection. */
    record UntilClose() implements BodyFraming {}
}
