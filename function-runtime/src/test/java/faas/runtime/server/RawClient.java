package faas.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A client that sends exactly the given bytes. */
final class RawClient implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 30_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(DEADLINE_MILLIS);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Reads one response with its body, which must have a Content-Length. */
    String response() throws IOException {
        String head = readUntil("\r\n\r\n");
        String length = head.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .findFirst()
                .orElse("Content-Length: 0");
        return head
                + new String(socket.getInputStream().readNBytes(Integer.parseInt(length.substring(16))), ISO_8859_1);
    }

    /** Reads up to and including a text, which must arrive. */
    String read(String text) throws IOException {
        String read = readUntil(text);
        if (!read.endsWith(text)) {
            throw new AssertionError(read);
        }
        return read;
    }

    /** Reads to the end of the connection, even after a reset. */
    String rest() {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketTimeoutException open) {
            throw new UncheckedIOException(open);
        } catch (IOException reset) {
            bytes.writeBytes("(reset)".getBytes(ISO_8859_1));
        }
        return bytes.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readUntil(String end) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return text + "(closed)";
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
