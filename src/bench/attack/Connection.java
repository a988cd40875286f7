import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * One connection of an attacking client. One thread writes; another one may read. Each method that goes on until the
 * connection ends then throws an {@link IOException}.
 */
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    /** With it, what the client does not read soon stays with the server. */
    private static final int RECEIVE_BUFFER_BYTES = 4096;
    /** Floods are sent in batches: a hundred of them a second. */
    private static final long BATCH_MILLIS = 10;

    private final Socket socket = new Socket();
    private final Figures figures;

    Connection(InetSocketAddress target, InetAddress source, Figures figures) throws IOException {
        this.figures = figures;
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.setTcpNoDelay(true);
            // Closing resets the connection: an attack must not run out of ports.
            socket.setSoLinger(true, 0);
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(target, CONNECT_MILLIS);
        } catch (IOException e) {
            figures.unconnected().increment();
            socket.close();
            throw e;
        }
        figures.connections().increment();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Writes one request, frame or chunk, or {@code count} of them. */
    void send(byte[] bytes, int count) throws IOException {
        write(bytes);
        figures.sent().add(count);
    }

    /** The pause between two batches. */
    void awaitNextBatch() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(BATCH_MILLIS);
    }

    /** Sends one byte each second until the connection ends. */
    void sendSlowly() throws IOException, InterruptedException {
        drainInBackground();
        while (true) {
            TimeUnit.SECONDS.sleep(1);
            send(new byte[] {'x'}, 1);
        }
    }

    /** Reads one byte each second until the connection ends. */
    void readSlowly() throws IOException, InterruptedException {
        while (true) {
            read(1);
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Reads and drops what comes until the connection ends. */
    void drain() throws IOException {
        byte[] buffer = new byte[16 * 1024];
        while (socket.getInputStream().read(buffer) >= 0) {
            // What was read is of no interest.
        }
        throw new EOFException();
    }

    /** Reads in a thread of its own, and closes the connection when the server has ended it. */
    void drainInBackground() {
        Thread.ofVirtual().start(() -> {
            try (this) {
                drain();
            } catch (IOException e) {
                // The writing thread finds the connection closed, too.
            }
        });
    }

    byte[] read(int length) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
