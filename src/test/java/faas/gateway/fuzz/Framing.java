package faas.gateway.fuzz;

/** How a message says where its body ends. */
enum Framing {
    NONE,
    LENGTH,
    CHUNKED,
    /** With the end of the connection; responses only. */
    CLOSE
}
