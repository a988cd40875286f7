package faas.gateway.conformance;

/**
 * What a client sends over an open WebSocket, and how the server must end it.
 *
 * @param number the group and the case
 * @param sent everything after the handshake
 * @param pieceBytes how many bytes each write has
 * @param closeCode the code of the server's Close frame, or 0 if that frame has none
 */
record TunnelCase(String number, String what, Frames sent, int pieceBytes, int closeCode) {
    /** Larger than any case: one write. */
    static final int WHOLE = Integer.MAX_VALUE;

    @Override
    public String toString() {
        return number + " " + what;
    }
}
