package faas.gateway.proxy;

import static faas.gateway.proxy.Wire.readUntil;
import static faas.gateway.proxy.Wire.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The window of a connection over HTTP/2, which all its uploads share. */
class Http2WindowTest {
    private static final int FRAME_BYTES = 16_384;
    private static final int FIRST_BYTES = 109;

    /** Their frames together have more than half of the connection's window, at which it is widened. */
    private static final int CALLS = 20;

    @RegisterExtension
    final WiredGateway wire = new WiredGateway();

    @Test
    void frames_whose_stream_ends_before_all_their_bytes_have_come_do_not_use_it_up() throws Exception {
        byte[] frame = Http2Client.frameOf(Http2Client.DATA, 0, 1, new byte[FRAME_BYTES]);
        try (Http2Client client = wire.connect()) {
            // The settings are acknowledged before, and not within a frame.
            client.get(1, "/unknown");
            client.answer(1);
            for (int call = 1; call <= CALLS; call++) {
                int stream = 2 * call + 1;
                frame[8] = (byte) stream;
                client.post(stream, "/f");
                client.write(Arrays.copyOf(frame, FIRST_BYTES));
                try (Socket function = wire.accept()) {
                    readUntil(function, "\r\n\r\n");
                    write(function, "HTTP/1.1 413 Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    client.await(stream, "[reset");
                }
                client.write(Arrays.copyOfRange(frame, FIRST_BYTES, frame.length));
            }

            assertEquals(2, client.windowUpdates(), "at the start, and after half a window");
        }
    }
}
