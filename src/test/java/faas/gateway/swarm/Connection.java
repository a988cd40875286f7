package faas.gateway.swarm;

import java.io.IOException;

/** A connection to the gateway that carries one call after the other, all alike. */
interface Connection extends AutoCloseable {
    /** What was answered; {@code last} if nothing more can be asked on the connection. */
    record Answer(int status, String body, boolean last) {}

    /**
     * Makes a call.
     *
     * @throws IOException if there was no whole answer
     */
    Answer call() throws IOException;

    @Override
    void close() throws IOException;
}
